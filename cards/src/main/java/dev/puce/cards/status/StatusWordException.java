package dev.puce.cards.status;

import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.ResponseApdu;
import dev.puce.iso7816.StatusWord;
import java.util.OptionalInt;

/// A card did not execute a command as requested, and a [StatusWordChecker] rejected its status word.
///
/// There is one type per kind of finding, so that a program catches only those that it can handle: [Warning],
/// [ExecutionError], [SecurityError], [CheckingError].
public abstract sealed class StatusWordException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient StatusFinding finding;
    private final transient Bytes data;

    private StatusWordException(StatusFinding finding, Bytes data) {
        super("the card answered " + finding);
        this.finding = finding;
        this.data = data;
    }

    /// Makes the exception for the finding's kind.
    ///
    /// @param response the rejected response
    public static StatusWordException of(StatusFinding finding, ResponseApdu response) {
        return switch (finding.kind()) {
            case WARNING -> new Warning(finding, response.data());
            case EXECUTION_ERROR -> new ExecutionError(finding, response.data());
            case SECURITY_ERROR -> new SecurityError(finding, response.data());
            case CHECKING_ERROR -> new CheckingError(finding, response.data());
        };
    }

    /// Returns the checker's finding.
    public StatusFinding finding() {
        return finding;
    }

    /// Returns the status word.
    public StatusWord status() {
        return finding.status();
    }

    /// Returns the response data, which can accompany a warning.
    public Bytes data() {
        return data;
    }

    /// Returns the remaining tries after a failed verification.
    public OptionalInt triesLeft() {
        return finding.triesLeft();
    }

    /// 62XX, 63XX: executed, with a warning; also a failed verification (63CX).
    public static final class Warning extends StatusWordException {
        private static final long serialVersionUID = 1L;

        private Warning(StatusFinding finding, Bytes data) {
            super(finding, data);
        }
    }

    /// 64XX, 65XX: execution started and failed.
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

    /// 67XX to 6FXX and proprietary refusals: not executed.
    public static final class CheckingError extends StatusWordException {
        private static final long serialVersionUID = 1L;

        private CheckingError(StatusFinding finding, Bytes data) {
            super(finding, data);
        }
    }
}
