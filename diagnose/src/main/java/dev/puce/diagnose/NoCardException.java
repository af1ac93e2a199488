package dev.puce.diagnose;

/// Reports that there is no card to check with; the message says why.
public final class NoCardException extends Exception {
    private static final long serialVersionUID = 1;

    /// Makes an exception.
    public NoCardException(String message) {
        super(message);
    }
}
