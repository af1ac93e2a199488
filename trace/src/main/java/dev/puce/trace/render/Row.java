package dev.puce.trace.render;

import dev.puce.trace.session.Judgement;
import java.util.List;

/// A line of the compact view.
///
/// @param first      lowest number of a call of the row
/// @param last       highest number of a call of the row
/// @param numbers    call numbers: `7`, `33+1`, `1-13`
/// @param startNanos start of the first call
/// @param source     name of the trace, where several are shown together; otherwise empty
/// @param symbol     character in front of the words: a bracket, a dot or a space
/// @param words      the event in words
/// @param values     the most important values; empty if there are none
/// @param status     how it ended
/// @param level      how much it stands out
/// @param tookNanos  time inside PC/SC
/// @param details    further lines
public record Row(
        long first,
        long last,
        String numbers,
        long startNanos,
        String source,
        char symbol,
        String words,
        String values,
        String status,
        Level level,
        long tookNanos,
        List<String> details) {
    /// How much a row stands out.
    public enum Level {
        /// Routine.
        QUIET,
        /// Neither routine nor a failure.
        NORMAL,
        /// A person must see it.
        FAILURE;

        static Level of(Judgement judgement) {
            return switch (judgement) {
                case NORMAL, POLL, HANDLED -> NORMAL;
                case PROBE, ABSENT -> QUIET;
                case FAILURE -> FAILURE;
            };
        }
    }

    /// The same row with less emphasis.
    Row quiet() {
        return new Row(
                first,
                last,
                numbers,
                startNanos,
                source,
                symbol,
                words,
                values,
                status,
                Level.QUIET,
                tookNanos,
                details);
    }
}
