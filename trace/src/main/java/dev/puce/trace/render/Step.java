package dev.puce.trace.render;

import dev.puce.pcsc.TracedCall;
import dev.puce.trace.session.Observation;

/// A call, or the calls of one logical exchange.
///
/// @param call      the first call
/// @param seen      context of the last call
/// @param last      the last call
/// @param more      number of calls after the first
/// @param tookNanos time inside the calls
record Step(TracedCall call, Observation seen, TracedCall last, int more, long tookNanos) {
    static Step of(TracedCall call, Observation seen) {
        return new Step(call, seen, call, 0, duration(call));
    }

    /// The step with a further call of its exchange.
    Step continued(TracedCall further, Observation newer) {
        return new Step(call, newer, further, more + 1, sum(tookNanos, duration(further)));
    }

    /// Whether the call continues this step's exchange.
    boolean isContinuedBy(Observation newer) {
        return seen.exchange().isPresent()
                && newer.exchange().isPresent()
                && newer.exchange().get().size() > 1
                && newer.exchange().get().number() == seen.exchange().get().number()
                && newer.reader().equals(seen.reader());
    }

    String numbers() {
        return more == 0 ? Long.toString(call.sequence()) : call.sequence() + "+" + more;
    }

    static long duration(TracedCall call) {
        return call.outcome().map(TracedCall.Outcome::durationNanos).orElse(TracedCall.UNKNOWN_NANOS);
    }

    static long sum(long one, long other) {
        if (one == TracedCall.UNKNOWN_NANOS) {
            return other;
        }
        return other == TracedCall.UNKNOWN_NANOS ? one : one + other;
    }
}
