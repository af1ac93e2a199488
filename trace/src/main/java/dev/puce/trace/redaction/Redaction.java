package dev.puce.trace.redaction;

import java.util.Locale;

/// How much redaction removes, from most to least.
public enum Redaction {
    /// Removes what [#STRICT] removes, and what could name a person or a device: bodies of all responses, serial
    /// numbers, users, hosts, paths, arguments. Structure, lengths and algorithms stay.
    PUBLIC,
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

    /// Whether it removes data that are not known to be harmless.
    boolean removesUnknownData() {
        return this == PUBLIC || this == STRICT;
    }

    /// The name on command lines and in recordings: `public`, `strict`, `full`, `shape`, `off`.
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return label();
    }
}
