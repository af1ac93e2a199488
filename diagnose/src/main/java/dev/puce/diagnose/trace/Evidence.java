package dev.puce.diagnose.trace;

import dev.puce.pcsc.TracedCall;
import dev.puce.trace.session.Step;

/// Calls of the trace that a finding refers to.
///
/// @param first number of the first call
/// @param last  number of the last call
/// @param text  the calls in the words of the compact view
public record Evidence(long first, long last, String text) {
    /// The evidence of one step.
    ///
    /// @param source name of the trace, if there are several
    static Evidence of(Step step, String text, String source) {
        return new Evidence(step.call().sequence(), step.last().sequence(), in(source) + text);
    }

    /// The evidence of one call.
    ///
    /// @param source name of the trace, if there are several
    static Evidence of(TracedCall call, String text, String source) {
        return new Evidence(call.sequence(), call.sequence(), in(source) + text);
    }

    private static String in(String source) {
        return source.isEmpty() ? "" : source + ": ";
    }

    /// The numbers: `7`, or `7-9`.
    public String numbers() {
        return first == last ? Long.toString(first) : first + "-" + last;
    }
}
