package dev.puce.cli.terminal;

import java.util.OptionalInt;

/// A command could not do its work. The message says why and what to do next.
public final class CommandFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;

    /// Fails with the command's usual exit status.
    public CommandFailedException(String message) {
        this(message, null);
    }

    /// Fails with the command's usual exit status.
    public CommandFailedException(String message, Throwable cause) {
        this(message, cause, -1);
    }

    /// Fails with an exit status.
    ///
    /// @param status 1 to 255, or -1 for the command's usual one
    public CommandFailedException(String message, Throwable cause, int status) {
        super(message, cause);
        this.status = status;
    }

    /// Returns the exit status, if it is not the command's usual one.
    public OptionalInt status() {
        return status < 0 ? OptionalInt.empty() : OptionalInt.of(status);
    }
}
