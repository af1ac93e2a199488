package dev.puce.trace.filter;

/// A piece of a filter expression.
///
/// @param kind   what it is
/// @param text   its text, of a quoted one what is between the quotes
/// @param column where it begins, from 1
record Token(Kind kind, String text, int column) {
    enum Kind {
        WORD,
        QUOTED,
        OPERATOR,
        OPEN,
        CLOSE,
        END
    }

    boolean isWord(String... words) {
        if (kind == Kind.WORD) {
            for (String word : words) {
                if (text.equalsIgnoreCase(word)) {
                    return true;
                }
            }
        }
        return false;
    }

    /// As an error names it.
    String describe() {
        return kind == Kind.END ? "the end" : "\"" + text + "\"";
    }
}
