/// Traces of PC/SC calls from any source: a [dev.puce.pcsc.CallSink] takes one call after the other.
package dev.puce.trace;
