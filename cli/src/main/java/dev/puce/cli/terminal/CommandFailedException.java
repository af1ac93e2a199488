package dev.puce.cli.terminal;

/// A command could not do what it was asked to; the message says why and what to do next. Exit status 1.
public final class CommandFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public CommandFailedException(String message) {
        super(message);
    }

    public CommandFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
