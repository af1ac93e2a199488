package dev.puce.trace.redaction;

import java.util.Locale;

/// How much redaction removes, from most to least.
public enum Redaction {
    /// Removes secrets as [#FULL] does. Of other data, only those stay that are known to be harmless; of the rest,
    /// headers, lengths and status words stay.
    STRICT,
    /// Removes the bytes of secrets and their number.
    FULL,
    /// Removes the bytes of secrets. Their number, padding and kind stay: sometimes the PIN command is the bug.
    SHAPE,
    /// Removes nothing.
    OFF;

    /// The stricter of this and another.
    public Redaction and(Redaction other) {
        return compareTo(other) <= 0 ? this : other;
    }

    /// The name on command lines and in recordings: `strict`, `full`, `shape`, `off`.
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
