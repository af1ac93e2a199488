package dev.puce.iso7816;

/// Bytes from outside do not follow the format that they should have.
public final class MalformedDataException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int offset;

    /// @param message what is wrong
    /// @param offset  where, counted in bytes from 0
    public MalformedDataException(String message, int offset) {
        super(message + " (at byte " + offset + ")");
        this.offset = offset;
    }

    /// Where it is wrong, counted in bytes from 0.
    public int offset() {
        return offset;
    }
}
