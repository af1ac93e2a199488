package dev.puce.trace.redaction;

/// The visible beginning of a byte string with a secret.
///
/// @param at       number of bytes that are visible if the length of the secret is hidden too
/// @param atLength number of bytes that are visible if its length is not hidden
record Cut(int at, int atLength) {
    /// Nothing is secret.
    static final Cut NONE = new Cut(Integer.MAX_VALUE, Integer.MAX_VALUE);

    /// Everything is secret.
    static final Cut ALL = new Cut(0, 0);

    Cut {
        if (at < 0 || atLength < at) {
            throw new IllegalArgumentException("cannot cut at " + at + " and " + atLength);
        }
    }

    /// Everything from a position on is secret, and its length too.
    static Cut at(int position) {
        return new Cut(position, position);
    }

    boolean isNone() {
        return at == Integer.MAX_VALUE;
    }

    /// The same cut in a byte string that has more bytes in front.
    Cut shifted(int by) {
        return isNone() ? this : new Cut(at + by, atLength + by);
    }
}
