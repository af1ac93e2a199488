package dev.puce.cli.trace;

import dev.puce.pcsc.CallSink;
import dev.puce.spy.TraceEvent;
import dev.puce.spy.TraceListener;
import java.io.IOException;
import java.util.Optional;

/// Passes the calls of a live trace on, without its other events. After a failure of the sink, it gets no more calls.
public final class CallOutput implements TraceListener {
    private final CallSink sink;
    private Optional<IOException> failure = Optional.empty();

    /// @param sink receives the calls; stays open at the end of the trace
    public CallOutput(CallSink sink) {
        this.sink = sink;
    }

    @Override
    public synchronized void accept(TraceEvent event) {
        if (event instanceof TraceEvent.Called(var call) && failure.isEmpty()) {
            try {
                sink.accept(call);
            } catch (IOException failed) {
                failure = Optional.of(failed);
            }
        }
    }

    /// Reports the failure of the sink. To be called at the end of the trace.
    ///
    /// @throws IOException if the sink has failed
    public synchronized void check() throws IOException {
        if (failure.isPresent()) {
            throw failure.get();
        }
    }

    @Override
    public void close() {
        // the sink stays open
    }
}
