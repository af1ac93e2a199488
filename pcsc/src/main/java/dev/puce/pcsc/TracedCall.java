package dev.puce.pcsc;

import java.util.Optional;

/// A call as every view of puce sees it: the caller, the arguments, the outcome and the circumstances.
///
/// Logs of other tools show less than puce's relay. A missing value is unknown, never a made-up number:
///
/// | unknown | is |
/// |---|---|
/// | program, process, user, thread, connection | [Caller#UNKNOWN], or the empty values of [Caller] |
/// | start or duration | [#UNKNOWN_NANOS] |
/// | handle | [Call#UNKNOWN_HANDLE] |
/// | reader name | the empty string |
/// | return code | [ReturnCode#UNKNOWN] |
/// | other arguments and results | the constant `UNKNOWN` of their type (`UNKNOWN_STATE` for states) |
/// | all results | [Result#NONE] |
/// | all arguments | [Call.NameOnly] |
/// | whether the call returned | [Outcome#UNKNOWN] |
///
/// @param sequence   number of the call within its trace, from 1
/// @param caller     the program that called
/// @param startNanos start of the call, in nanoseconds since the start of the trace (monotonic clock); or
///                   [#UNKNOWN_NANOS]
/// @param call       the function and its arguments
/// @param outcome    the return code and results; empty while the call runs, and if it never returned
/// @param provenance the statements of the source beside the call, and the inferences of puce
public record TracedCall(
        long sequence, Caller caller, long startNanos, Call call, Optional<Outcome> outcome, Provenance provenance) {
    /// A start or a duration that the source does not show.
    public static final long UNKNOWN_NANOS = Long.MIN_VALUE;

    /// A call that was seen directly.
    public TracedCall(long sequence, Caller caller, long startNanos, Call call, Optional<Outcome> outcome) {
        this(sequence, caller, startNanos, call, outcome, Provenance.DIRECT);
    }

    /// The end of a call.
    ///
    /// @param code          the return code, or [ReturnCode#UNKNOWN]
    /// @param durationNanos time from start to end of the call, in nanoseconds; or [#UNKNOWN_NANOS]
    /// @param result        the results beside the code
    public record Outcome(ReturnCode code, long durationNanos, Result result) {
        /// Nothing is known of the end of the call, not even whether it returned.
        public static final Outcome UNKNOWN = new Outcome(ReturnCode.UNKNOWN, UNKNOWN_NANOS, Result.NONE);

        /// Whether the duration is known.
        public boolean hasDuration() {
            return durationNanos != UNKNOWN_NANOS;
        }
    }

    /// Whether the start is known.
    public boolean hasStart() {
        return startNanos != UNKNOWN_NANOS;
    }

    /// The results, [Result#NONE] if there are none.
    public Result result() {
        return outcome.isPresent() ? outcome.get().result() : Result.NONE;
    }

    /// The same call by a caller that is described differently.
    public TracedCall with(Caller newCaller) {
        return new TracedCall(sequence, newCaller, startNanos, call, outcome, provenance);
    }

    /// The same call with other contents, for example after redaction.
    public TracedCall with(Call newCall, Optional<Outcome> newOutcome) {
        return new TracedCall(sequence, caller, startNanos, newCall, newOutcome, provenance);
    }
}
