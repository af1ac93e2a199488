package dev.puce.fuzz;

import dev.puce.pcsc.CallSink;
import dev.puce.pcsc.TracedCall;

/// Takes calls and forgets them.
final class DiscardedCalls implements CallSink {
    @Override
    public void accept(TracedCall call) {}

    @Override
    public void close() {}
}
