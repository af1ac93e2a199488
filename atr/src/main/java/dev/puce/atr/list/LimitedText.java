package dev.puce.atr.list;

/// A text that limits the number of character accesses of a regular expression. A pattern such as `.*.*.*.*.*.*F`
/// may need an unbounded number of steps, and card lists are untrusted.
final class LimitedText implements CharSequence {
    /// Maximum number of accesses. With the list of 2026, no pattern needs more than 180 for any of its ATRs.
    private static final int MAX_ACCESSES = 20_000;

    private final String text;
    private int left = MAX_ACCESSES;

    LimitedText(String text) {
        this.text = text;
    }

    /// The limit is reached.
    static final class ExhaustedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        ExhaustedException() {
            super("the pattern takes too many steps", null, false, false);
        }
    }

    /// Resets the limit for another expression.
    LimitedText reset() {
        left = MAX_ACCESSES;
        return this;
    }

    @Override
    public char charAt(int index) {
        if (left-- == 0) {
            throw new ExhaustedException();
        }
        return text.charAt(index);
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return text.subSequence(start, end);
    }

    @Override
    public String toString() {
        return text;
    }
}
