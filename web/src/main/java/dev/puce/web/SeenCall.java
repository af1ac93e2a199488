package dev.puce.web;

import dev.puce.pcsc.TracedCall;
import dev.puce.trace.session.Observation;

/// A call with its context.
record SeenCall(TracedCall call, Observation context) {}
