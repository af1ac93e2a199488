package dev.puce.spy;

import dev.puce.pcsc.Call;
import dev.puce.pcsc.Caller;
import java.util.Optional;

/// A call that has not returned for at least a second.
///
/// @param caller     the program that waits
/// @param call       the call. It is not redacted, because redaction follows complete calls, so views show no data of
/// it
/// @param startNanos start, in nanoseconds since the start of the trace
/// @param reader     the reader concerned; empty if it is not known
/// @param holder     the program that holds the card
public record WaitingCall(Caller caller, Call call, long startNanos, String reader, Optional<Holder> holder) {
    /// A program that keeps others from a card.
    ///
    /// @param caller     the program
    /// @param isExclusive whether it has connected exclusively; otherwise it has begun a transaction
    /// @param sinceNanos  since when, in nanoseconds since the start of the trace
    public record Holder(Caller caller, boolean isExclusive, long sinceNanos) {}

    /// Returns whether this is a later observation of the same call.
    public boolean isSame(WaitingCall other) {
        return startNanos == other.startNanos && caller.equals(other.caller) && call.equals(other.call);
    }
}
