package dev.puce.iso7816;

/// Reports bytes that do not follow their format.
public final class MalformedDataException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int offset;

    /// @param message the problem
    /// @param offset  position of the problem, in bytes from 0
    public MalformedDataException(String message, int offset) {
        super(message + " (at byte " + offset + ")");
        this.offset = offset;
    }

    /// Returns the position of the problem, in bytes from 0.
    public int offset() {
        return offset;
    }
}
