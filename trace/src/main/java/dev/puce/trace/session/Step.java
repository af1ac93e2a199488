package dev.puce.trace.session;

import dev.puce.pcsc.TracedCall;

/// A call, or the calls of one logical exchange.
///
/// @param call      the first call
/// @param seen      context of the last call
/// @param last      the last call
/// @param more      number of calls after the first
/// @param tookNanos time inside the calls, or [TracedCall#UNKNOWN_NANOS]
public record Step(TracedCall call, Observation seen, TracedCall last, int more, long tookNanos) {
    /// The step of one call.
    public static Step of(TracedCall call, Observation seen) {
        return new Step(call, seen, call, 0, duration(call));
    }

    /// The step with a further call of its exchange.
    public Step continued(TracedCall further, Observation newer) {
        return new Step(call, newer, further, more + 1, sum(tookNanos, duration(further)));
    }

    /// Whether the call continues this step's exchange.
    ///
    /// @param newer context of the call
    public boolean isContinuedBy(Observation newer) {
        return seen.exchange().isPresent()
                && newer.exchange().isPresent()
                && newer.exchange().get().size() > 1
                && newer.exchange().get().number() == seen.exchange().get().number()
                && newer.reader().equals(seen.reader());
    }

    /// Name of the trace, where several are shown together; otherwise empty.
    public String source() {
        return call.provenance().source().orElse("");
    }

    /// Numbers of its calls: `7`, or `33+1` for call 33 and a further one.
    public String numbers() {
        return more == 0 ? Long.toString(call.sequence()) : call.sequence() + "+" + more;
    }

    private static long duration(TracedCall call) {
        return call.outcome().isPresent() ? call.outcome().get().durationNanos() : TracedCall.UNKNOWN_NANOS;
    }

    /// Adds durations of which one or both may be unknown.
    public static long sum(long one, long other) {
        if (one == TracedCall.UNKNOWN_NANOS) {
            return other;
        }
        return other == TracedCall.UNKNOWN_NANOS ? one : one + other;
    }
}
