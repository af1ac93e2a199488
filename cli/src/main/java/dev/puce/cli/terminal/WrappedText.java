package dev.puce.cli.terminal;

/// Breaks text between words, so that it fits a terminal.
public final class WrappedText {
    private WrappedText() {}

    /// Returns a text in lines of a width, each with a line end.
    ///
    /// @param first precedes the first line
    /// @param next  precedes the other lines
    /// @param width in columns; a longer word stays whole
    public static String of(String first, String next, String text, int width) {
        var page = new StringBuilder();
        var line = new StringBuilder(first);
        boolean empty = true;
        for (String word : text.split(" ", -1)) {
            if (!empty && line.length() + 1 + word.length() > width) {
                page.append(line.toString().stripTrailing()).append('\n');
                line = new StringBuilder(next);
                empty = true;
            }
            line.append(empty ? "" : " ").append(word);
            empty = false;
        }
        return page.append(line.toString().stripTrailing()).append('\n').toString();
    }
}
