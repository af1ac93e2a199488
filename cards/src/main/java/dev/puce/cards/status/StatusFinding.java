package dev.puce.cards.status;

import dev.puce.iso7816.StatusWord;
import java.util.Objects;
import java.util.OptionalInt;

/// Result of a checker that rejects a status word.
///
/// @param kind    kind of failure
/// @param status  the status word
/// @param meaning meaning of the status word, a sentence without a full stop
/// @param source  specification that defines it, for example `ISO 7816-4`
public record StatusFinding(Kind kind, StatusWord status, String meaning, String source) {
    /// Kinds of failures (ISO/IEC 7816-4:2020, table 5).
    public enum Kind {
        /// 62XX and 63XX: executed, with a warning.
        WARNING,
        /// 64XX and 65XX: execution started and failed.
        EXECUTION_ERROR,
        /// 66XX: a security-related problem.
        SECURITY_ERROR,
        /// 67XX to 6FXX, and refusals in proprietary ranges: not executed.
        CHECKING_ERROR
    }

    public StatusFinding {
        Objects.requireNonNull(kind);
        Objects.requireNonNull(status);
        Objects.requireNonNull(meaning);
        Objects.requireNonNull(source);
    }

    /// Returns the remaining tries after a failed verification: X of 63CX, 0 for 6983.
    public OptionalInt triesLeft() {
        return status.triesLeft();
    }

    /// Returns status word, meaning and source: `6A82: file or application not found (ISO 7816-4)`.
    @Override
    public String toString() {
        return status + ": " + meaning + " (" + source + ")";
    }
}
