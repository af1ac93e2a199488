package dev.puce.cli.trace;

import dev.puce.cli.terminal.CommandFailedException;
import dev.puce.pcsc.CallSink;
import dev.puce.pcsc.TracedCall;
import java.io.IOException;

/// Hands on all calls, and notes whether the call with a number is among them.
final class CallSearch implements CallSink {
    private final long number;
    private final CallSink next;
    private boolean found;
    private long highest;

    /// @param number number of the call, from 1
    CallSearch(long number, CallSink next) {
        this.number = number;
        this.next = next;
    }

    @Override
    public void accept(TracedCall call) throws IOException {
        found |= call.sequence() == number;
        highest = Math.max(highest, call.sequence());
        next.accept(call);
    }

    @Override
    public void close() throws IOException {
        next.close();
    }

    /// Checks the result. To be called after all calls.
    ///
    /// @throws CommandFailedException if no call had the number
    void checkFound() {
        if (!found) {
            throw new CommandFailedException("The trace has no call " + number
                    + (highest == 0 ? ". It has no calls" : ". Its last call is " + highest));
        }
    }
}
