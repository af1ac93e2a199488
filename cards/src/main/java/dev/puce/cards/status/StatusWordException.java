package dev.puce.cards.status;

import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.ResponseApdu;
import dev.puce.iso7816.StatusWord;
import java.util.OptionalInt;

/// A card did not do what a command asked for, and a [StatusWordChecker] objected to its status word.
///
/// One type per kind of finding, so that a program catches what it can treat: [Warning], [ExecutionError],
/// [SecurityError], [CheckingError].
public abstract sealed class StatusWordException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient StatusFinding finding;
    private final transient Bytes data;

    private StatusWordException(StatusFinding finding, Bytes data) {
        super("the card answered " + finding);
        this.finding = finding;
        this.data = data;
    }

    /// The exception of the finding's kind.
    ///
    /// @param response the answer it is about
    public static StatusWordException of(StatusFinding finding, ResponseApdu response) {
        return switch (finding.kind()) {
            case WARNING -> new Warning(finding, response.data());
            case EXECUTION_ERROR -> new ExecutionError(finding, response.data());
            case SECURITY_ERROR -> new SecurityError(finding, response.data());
            case CHECKING_ERROR -> new CheckingError(finding, response.data());
        };
    }

    /// What the checker found.
    public StatusFinding finding() {
        return finding;
    }

    /// The status word.
    public StatusWord status() {
        return finding.status();
    }

    /// Data that came with it, which a warning may have.
    public Bytes data() {
        return data;
    }

    /// Tries that are left after a failed verification.
    public OptionalInt triesLeft() {
        return finding.triesLeft();
    }

    /// 62XX, 63XX: carried out, with a remark; also a failed verification (63CX).
    public static final class Warning extends StatusWordException {
        private static final long serialVersionUID = 1L;

        private Warning(StatusFinding finding, Bytes data) {
            super(finding, data);
        }
    }

    /// 64XX, 65XX: begun and not carried out.
    public static final class ExecutionError extends StatusWordException {
        private static final long serialVersionUID = 1L;

        private ExecutionError(StatusFinding finding, Bytes data) {
            super(finding, data);
        }
    }

    /// 66XX: a security-related problem.
    public static final class SecurityError extends StatusWordException {
        private static final long serialVersionUID = 1L;

        private SecurityError(StatusFinding finding, Bytes data) {
            super(finding, data);
        }
    }

    /// 67XX to 6FXX and proprietary refusals: not begun.
    public static final class CheckingError extends StatusWordException {
        private static final long serialVersionUID = 1L;

        private CheckingError(StatusFinding finding, Bytes data) {
            super(finding, data);
        }
    }
}
