package dev.puce.testkit;

import dev.puce.pcsc.CallSink;
import dev.puce.pcsc.TracedCall;
import java.util.ArrayList;
import java.util.List;

/// Keeps the calls that it takes.
public final class CollectedCalls implements CallSink {
    private final List<TracedCall> calls = new ArrayList<>();

    /// No call yet.
    public CollectedCalls() {}

    /// The calls so far.
    public List<TracedCall> calls() {
        return List.copyOf(calls);
    }

    @Override
    public void accept(TracedCall call) {
        calls.add(call);
    }

    @Override
    public void close() {}
}
