package dev.puce.cli.trace;

import dev.puce.pcsc.CallSink;
import dev.puce.pcsc.TracedCall;
import dev.puce.trace.session.Observation;
import dev.puce.trace.session.ObservedSink;
import java.io.IOException;

/// Counts calls on their way to another sink.
final class CountedCalls implements ObservedSink {
    private final CallSink sink;
    private long count;

    CountedCalls(CallSink sink) {
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

    /// Returns the number of calls in words.
    String text() {
        return count == 1 ? "1 call" : count + " calls";
    }
}
