package dev.puce.cards.status;

import dev.puce.iso7816.StatusWord;
import java.util.Objects;
import java.util.OptionalInt;

/// What a checker has to say against a status word.
///
/// @param kind    what kind of end it is
/// @param status  the status word
/// @param meaning what it means, in a sentence without a full stop
/// @param source  the specification that says so, for example `ISO 7816-4`
public record StatusFinding(Kind kind, StatusWord status, String meaning, String source) {
    /// Kinds of ends (ISO/IEC 7816-4:2020, table 5).
    public enum Kind {
        /// 62XX and 63XX: carried out, with a remark.
        WARNING,
        /// 64XX and 65XX: begun and not carried out.
        EXECUTION_ERROR,
        /// 66XX: a security-related problem.
        SECURITY_ERROR,
        /// 67XX to 6FXX, and refusals in proprietary ranges: not begun.
        CHECKING_ERROR
    }

    public StatusFinding {
        Objects.requireNonNull(kind);
        Objects.requireNonNull(status);
        Objects.requireNonNull(meaning);
        Objects.requireNonNull(source);
    }

    /// Tries that are left after a failed verification: X of 63CX, 0 for 6983.
    public OptionalInt triesLeft() {
        return status.triesLeft();
    }

    /// Status word, meaning and source: `6A82: file or application not found (ISO 7816-4)`.
    @Override
    public String toString() {
        return status + ": " + meaning + " (" + source + ")";
    }
}
