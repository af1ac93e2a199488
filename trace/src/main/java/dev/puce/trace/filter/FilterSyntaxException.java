package dev.puce.trace.filter;

/// A filter expression that cannot be understood.
public final class FilterSyntaxException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int column;

    FilterSyntaxException(String expression, int column, String what) {
        super("column " + column + ": " + what + "\n  " + onOneLine(expression) + "\n  " + " ".repeat(column - 1)
                + "^");
        this.column = column;
    }

    /// The column is counted on one line, even if the expression has line breaks and tabs.
    private static String onOneLine(String expression) {
        return expression.replaceAll("\\p{Cntrl}", " ");
    }

    /// Where the trouble begins, from 1.
    public int column() {
        return column;
    }
}
