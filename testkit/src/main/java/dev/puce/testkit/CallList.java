package dev.puce.testkit;

import dev.puce.pcsc.CallSink;
import dev.puce.pcsc.TracedCall;
import java.util.ArrayList;
import java.util.List;

/// Keeps the calls that it receives.
///
/// @param calls the calls so far
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
        // there is nothing to close
    }
}
