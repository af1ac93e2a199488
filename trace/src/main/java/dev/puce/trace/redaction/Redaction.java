package dev.puce.trace.redaction;

/// How much of secrets is taken away.
public enum Redaction {
    /// Neither the bytes nor their number are left.
    FULL,
    /// Number, padding and the kind of each byte are left: sometimes the PIN command is the bug.
    SHAPE,
    /// Everything is left.
    OFF;

    /// The result of this redaction and another.
    public Redaction and(Redaction other) {
        return compareTo(other) <= 0 ? this : other;
    }

    /// The name as it stands on command lines and in recordings: `full`, `shape`, `off`.
    public String label() {
        return switch (this) {
            case FULL -> "full";
            case SHAPE -> "shape";
            case OFF -> "off";
        };
    }
}
