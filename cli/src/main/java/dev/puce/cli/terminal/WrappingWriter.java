package dev.puce.cli.terminal;

import dev.puce.posix.Terminal;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.regex.Pattern;

/// Breaks lines that are longer than the terminal between words, so that the terminal does not break them inside words.
///
/// The following lines are indented. If the line is a row of a table, they begin below its last column. JSON stays
/// whole. So does text that is flushed before its line ends, such as a prompt.
public final class WrappingWriter extends Writer {
    private static final Pattern COLOUR = Pattern.compile("\u001b\\[[0-9;]*m");

    /// At least this precedes each column of a table.
    private static final String GAP = "  ";

    private static final int INDENT = 2;

    private final Writer out;
    private final int width;
    private final StringBuilder line = new StringBuilder();

    /// Writes lines of at most `width` columns; a longer word stays whole.
    WrappingWriter(Writer out, int width) {
        this.out = out;
        this.width = width;
    }

    /// Returns a writer to a standard stream. It wraps only on a terminal.
    ///
    /// @param stream the stream
    /// @param out    writes to the stream
    public static PrintWriter on(Terminal stream, Writer out) {
        return new PrintWriter(stream.isThere() ? new WrappingWriter(out, stream.columns()) : out, true);
    }

    @Override
    public void write(char[] characters, int offset, int length) throws IOException {
        for (int i = offset; i < offset + length; i++) {
            if (characters[i] == '\n') {
                out.append(wrapped(line.toString())).append('\n');
                line.setLength(0);
            } else {
                line.append(characters[i]);
            }
        }
    }

    @Override
    public void flush() throws IOException {
        out.append(line);
        line.setLength(0);
        out.flush();
    }

    @Override
    public void close() throws IOException {
        flush();
        out.close();
    }

    private String wrapped(String text) {
        return text.startsWith("{") ? text : wrapped(text, width, indent(text));
    }

    /// Breaks a line between words. A longer word stays whole.
    ///
    /// @param text        the line, which may have colours
    /// @param width       most columns of a line
    /// @param indentation columns before the following lines
    static String wrapped(String text, int width, int indentation) {
        if (columns(text) <= width) {
            return text;
        }
        var page = new StringBuilder();
        String indent = " ".repeat(indentation);
        int column = 0;
        for (String word : text.split("(?<=[^ ])(?= )", -1)) { // each word has the spaces before it
            int length = columns(word);
            if (column > indent.length() && column + length > width) {
                String stripped = word.stripLeading();
                page.append('\n').append(indent).append(stripped);
                column = indent.length() + columns(stripped);
            } else {
                page.append(word);
                column += length;
            }
        }
        return page.toString();
    }

    private static int columns(String text) {
        return text.indexOf('\u001b') < 0
                ? text.length()
                : COLOUR.matcher(text).replaceAll("").length();
    }

    /// The column below which the following lines begin: that of the last column of a table, if it leaves room.
    private int indent(String text) {
        String plain = COLOUR.matcher(text).replaceAll("");
        int leading = plain.length() - plain.stripLeading().length();
        int gap = plain.stripTrailing().lastIndexOf(GAP);
        return gap > leading && gap < width / 2 ? gap + GAP.length() : leading + INDENT;
    }
}
