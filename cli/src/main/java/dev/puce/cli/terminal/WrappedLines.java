package dev.puce.cli.terminal;

import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/// Breaks the lines of a view in UTF-8 between words, for a terminal that is narrower. Closing only flushes.
public final class WrappedLines extends FilterOutputStream {
    private final int width;
    private final int indent;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    /// @param out    receives the lines; stays open
    /// @param width  columns of the terminal
    /// @param indent columns before the following lines of a line
    public WrappedLines(OutputStream out, int width, int indent) {
        super(out);
        this.width = width;
        this.indent = indent;
    }

    @Override
    public void write(int b) throws IOException {
        if (b == '\n') {
            String text = WrappingWriter.wrapped(line.toString(StandardCharsets.UTF_8), width, indent);
            line.reset();
            out.write((text + "\n").getBytes(StandardCharsets.UTF_8));
        } else {
            line.write(b);
        }
    }

    @Override
    public void close() throws IOException {
        line.writeTo(out);
        line.reset();
        out.flush();
    }
}
