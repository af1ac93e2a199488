package dev.puce.testkit;

import dev.puce.pcsc.CallSink;
import dev.puce.pcsc.TracedCall;
import java.util.ArrayList;
import java.util.List;

/// Keeps the calls, for tests.
///
/// @param calls those that have come so far
public record CallList(List<TracedCall> calls) implements CallSink {
    public CallList() {
        this(new ArrayList<>());
    }

    @Override
    public void accept(TracedCall call) {
        calls.add(call);
    }

    @Override
    public void close() {
        // holds nothing
    }
}
