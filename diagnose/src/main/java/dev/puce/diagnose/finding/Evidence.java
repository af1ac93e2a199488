package dev.puce.diagnose.finding;

/// Calls of the trace that a finding refers to.
///
/// @param first number of the first call
/// @param last  number of the last call
/// @param text  the calls in the words of the compact view
public record Evidence(long first, long last, String text) {
    /// The numbers: `7`, or `7-9`.
    public String numbers() {
        return first == last ? Long.toString(first) : first + "-" + last;
    }
}
