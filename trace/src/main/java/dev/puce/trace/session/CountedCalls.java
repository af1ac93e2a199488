package dev.puce.trace.session;

import dev.puce.pcsc.CallSink;
import dev.puce.pcsc.TracedCall;
import java.io.IOException;

/// Counts calls on their way to another sink.
public final class CountedCalls implements ObservedSink {
    private final CallSink sink;
    private long count;

    /// @param sink receives the calls; closed with this one
    public CountedCalls(CallSink sink) {
        this.sink = sink;
    }

    @Override
    public void accept(TracedCall call) throws IOException {
        count++;
        sink.accept(call);
    }

    @Override
    public void accept(TracedCall call, Observation seen) throws IOException {
        count++;
        ObservedSink.pass(sink, call, seen);
    }

    @Override
    public void close() throws IOException {
        sink.close();
    }

    /// Number of calls up to now.
    public long count() {
        return count;
    }
}
