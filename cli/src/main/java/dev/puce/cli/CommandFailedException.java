package dev.puce.cli;

/// A command could not do what it was asked to; the message says why and what to do next. Exit status 1.
final class CommandFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CommandFailedException(String message) {
        super(message);
    }

    CommandFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
