package dev.puce.trace.filter;

/// A piece of a filter expression.
///
/// @param kind   the kind of token
/// @param text   its text, without the quotes of a quoted one
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
