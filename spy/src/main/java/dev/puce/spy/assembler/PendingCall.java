package dev.puce.spy.assembler;

import dev.puce.pcsc.Call;
import dev.puce.pcsc.Result;
import dev.puce.pcsc.ReturnCode;
import dev.puce.pcsc.TracedCall;
import dev.puce.wire.Message;
import java.util.List;
import java.util.Optional;

/// A call that is not complete yet. It collects its messages and reconstructs the call from them.
abstract class PendingCall {
    /// libpcsclite repeats a call that met SCARD_E_SHARING_VIOLATION after 100 ms.
    private static final long RETRY_EARLIEST_NANOS = 90_000_000;

    /// After this time, the program repeats the call, not the library.
    static final long RETRY_LATEST_NANOS = 1_000_000_000;

    /// A reconstructed call.
    record Finished(long startNanos, Call call, Optional<TracedCall.Outcome> outcome) {
        static Finished of(long startNanos, Call call, long endNanos, ReturnCode code, Result result) {
            var outcome = new TracedCall.Outcome(code, Math.max(0, endNanos - startNanos), result);
            return new Finished(startNanos, call, Optional.of(outcome));
        }

        static Finished without(long startNanos, Call call) {
            return new Finished(startNanos, call, Optional.empty());
        }
    }

    /// Whether a request belongs to this call too.
    abstract boolean continues(Message.Asked asked);

    /// Adds a request that belongs to this call.
    abstract void ask(Message.Asked asked);

    /// Whether this call waits for the answer to a request.
    abstract boolean awaits(Message.Asked asked);

    /// Adds the answer to a request of this call.
    abstract void answer(Message.Answered answered);

    /// Adds an event.
    ///
    /// @return false if this call does not wait for one
    boolean notify(Message.Notified notified) {
        return false;
    }

    /// Whether the program is blocked: it waits for an answer or an event.
    abstract boolean isBlocked();

    /// Whether the program has not got the answer: it is blocked, or the library will ask again.
    boolean isWaiting() {
        return isBlocked();
    }

    /// Whether this call is complete.
    abstract boolean isComplete();

    /// Time of the last message.
    abstract long lastNanos();

    /// Removes and returns the calls that turned out to have ended before this one started.
    List<Finished> takeEarlier() {
        return List.of();
    }

    /// Advances the clock while there are no messages.
    void pass(long nanos) {}

    /// The reconstructed call, if no message follows. Usually one.
    abstract List<Finished> finish();

    /// The reconstructed call, if the connection ended while the program was blocked.
    abstract Finished interrupt(Optional<ReturnCode> seenByProgram, long nanos);

    static boolean isRetry(long answeredNanos, long askedNanos) {
        long gap = askedNanos - answeredNanos;
        return gap >= RETRY_EARLIEST_NANOS && gap <= RETRY_LATEST_NANOS;
    }

    static Finished interrupted(long startNanos, Call call, Optional<ReturnCode> seenByProgram, long nanos) {
        return seenByProgram
                .map(code -> Finished.of(startNanos, call, nanos, code, Result.NONE))
                .orElseGet(() -> Finished.without(startNanos, call));
    }
}
