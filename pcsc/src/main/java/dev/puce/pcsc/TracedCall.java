package dev.puce.pcsc;

import java.util.Optional;

/// A call that somebody made, as every view of puce sees it: who, what, when, and what came back.
///
/// @param sequence   number of the call within its trace, from 1
/// @param caller     who made it
/// @param startNanos begin of the call, in nanoseconds since the begin of the trace (monotonic clock)
/// @param call       what was asked
/// @param outcome    what came back; empty while the call runs, and for ever if it never returned
public record TracedCall(long sequence, Caller caller, long startNanos, Call call, Optional<Outcome> outcome) {
    /// What came back of a call.
    ///
    /// @param code          the return code
    /// @param durationNanos time from begin to end of the call, in nanoseconds
    /// @param result        what came with the code
    public record Outcome(ReturnCode code, long durationNanos, Result result) {}

    /// The same call of a caller of whom something else is told.
    public TracedCall with(Caller newCaller) {
        return new TracedCall(sequence, newCaller, startNanos, call, outcome);
    }

    /// The same call with other contents; for what rewrites calls, such as redaction.
    public TracedCall with(Call newCall, Optional<Outcome> newOutcome) {
        return new TracedCall(sequence, caller, startNanos, newCall, newOutcome);
    }
}
