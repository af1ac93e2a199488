/// Traces of PC/SC calls, whatever their source: [dev.puce.pcsc.CallSink] takes one call after the other.
package dev.puce.trace;
