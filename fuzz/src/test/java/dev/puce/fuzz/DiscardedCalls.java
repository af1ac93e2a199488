package dev.puce.fuzz;

import dev.puce.pcsc.TracedCall;
import dev.puce.pcsc.CallSink;

/// Takes calls and forgets them.
final class DiscardedCalls implements CallSink {
    @Override
    public void accept(TracedCall call) {}

    @Override
    public void close() {}
}
