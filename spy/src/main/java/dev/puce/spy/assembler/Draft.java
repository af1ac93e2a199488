package dev.puce.spy.assembler;

import dev.puce.pcsc.Call;
import dev.puce.pcsc.Result;
import dev.puce.pcsc.ReturnCode;
import dev.puce.pcsc.TracedCall;
import dev.puce.wire.Message;
import java.util.List;
import java.util.Optional;

/// A call in the making: takes the messages that belong to it, and says what call they were.
abstract class Draft {
    /// libpcsclite repeats a call that met SCARD_E_SHARING_VIOLATION after 100 ms.
    private static final long RETRY_EARLIEST_NANOS = 90_000_000;

    /// After that long it is the program that repeats.
    static final long RETRY_LATEST_NANOS = 1_000_000_000;

    /// A call that is complete, or as complete as it will be.
    record Finished(long startNanos, Call call, Optional<TracedCall.Outcome> outcome) {
        static Finished of(long startNanos, Call call, long endNanos, ReturnCode code, Result result) {
            var outcome = new TracedCall.Outcome(code, Math.max(0, endNanos - startNanos), result);
            return new Finished(startNanos, call, Optional.of(outcome));
        }

        static Finished without(long startNanos, Call call) {
            return new Finished(startNanos, call, Optional.empty());
        }
    }

    /// Whether the request belongs to this call too.
    abstract boolean continues(Message.Asked asked);

    /// Takes a request that belongs to this call.
    abstract void ask(Message.Asked asked);

    /// Whether the answer to that request is still to come.
    abstract boolean awaits(Message.Asked asked);

    /// Takes the answer to a request of this call.
    abstract void answer(Message.Answered answered);

    /// Takes an event; false if this call does not wait for one.
    boolean notify(Message.Notified notified) {
        return false;
    }

    /// Whether the program is blocked: an answer or an event is due.
    abstract boolean isBlocked();

    /// Whether nothing more belongs to this call.
    abstract boolean isComplete();

    /// When the last message was seen.
    abstract long lastNanos();

    /// Calls that turned out to have ended before this one began.
    List<Finished> takeEarlier() {
        return List.of();
    }

    /// Says what time it is, while nothing happens.
    void pass(long nanos) {}

    /// What it was, given that nothing follows; mostly one call.
    abstract List<Finished> finish();

    /// What it was, given that the connection ended while the program was blocked.
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
