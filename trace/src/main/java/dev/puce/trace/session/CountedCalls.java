package dev.puce.trace.session;

import dev.puce.pcsc.Call;
import dev.puce.pcsc.CallSink;
import dev.puce.pcsc.TracedCall;
import java.io.IOException;

/// Counts calls and marks on their way to another sink.
public final class CountedCalls implements ObservedSink {
    private final CallSink sink;
    private long calls;
    private long marks;

    /// @param sink receives the calls; closed with this one
    public CountedCalls(CallSink sink) {
        this.sink = sink;
    }

    @Override
    public void accept(TracedCall call) throws IOException {
        count(call);
        sink.accept(call);
    }

    @Override
    public void accept(TracedCall call, Observation seen) throws IOException {
        count(call);
        ObservedSink.pass(sink, call, seen);
    }

    private void count(TracedCall call) {
        if (call.call() instanceof Call.Mark) {
            marks++;
        } else {
            calls++;
        }
    }

    @Override
    public void close() throws IOException {
        sink.close();
    }

    /// Number of calls up to now, without marks.
    public long calls() {
        return calls;
    }

    /// Whether neither a call nor a mark has come.
    public boolean isEmpty() {
        return calls + marks == 0;
    }
}
