package dev.puce.atr.list;

/// A text that a regular expression may look at only so often. A pattern such as `.*.*.*.*.*.*F` tries more ways than
/// anybody can wait for, and a card list comes from somewhere else.
final class LimitedText implements CharSequence {
    /// With the list of 2026 no pattern looks more than 180 times at any of its ATRs.
    private static final int LOOKS = 20_000;

    private final String text;
    private int left = LOOKS;

    LimitedText(String text) {
        this.text = text;
    }

    /// Too many looks.
    static final class ExhaustedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        ExhaustedException() {
            super("a pattern takes too long", null, false, false);
        }
    }

    /// The text for another expression.
    LimitedText again() {
        left = LOOKS;
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
