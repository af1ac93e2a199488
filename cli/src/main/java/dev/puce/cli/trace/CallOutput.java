package dev.puce.cli.trace;

import dev.puce.pcsc.CallSink;
import dev.puce.spy.TraceEvent;
import dev.puce.spy.TraceListener;
import java.io.IOException;
import java.io.UncheckedIOException;

/// Passes the calls of a live trace on, without its other events.
///
/// @param sink receives the calls; stays open at the end of the trace
public record CallOutput(CallSink sink) implements TraceListener {
    @Override
    public void accept(TraceEvent event) {
        if (event instanceof TraceEvent.Called(var call)) {
            try {
                sink.accept(call);
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }
    }

    @Override
    public void close() {
        // the sink stays open
    }
}
