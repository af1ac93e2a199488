package dev.puce.spy.filter;

/// A filter expression that cannot be understood.
public final class FilterSyntaxException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int column;

    FilterSyntaxException(String expression, int column, String what) {
        super("column " + column + ": " + what + "\n  " + expression + "\n  " + " ".repeat(column - 1) + "^");
        this.column = column;
    }

    /// Where the trouble begins, from 1.
    public int column() {
        return column;
    }
}
