package dev.puce.spy.live;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/// Gathers whole lines and writes them when told to, not when flushed: what writes through it flushes after each
/// line, and a system call for each is more than one for all that came at once.
final class LineStream extends OutputStream {
    private static final int ENOUGH = 1 << 18;

    private final OutputStream out;
    private byte[] lines = new byte[1 << 12];
    private int length;
    private int wholeLines;

    LineStream(OutputStream out) {
        this.out = out;
    }

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int count) {
        if (lines.length - length < count) {
            lines = Arrays.copyOf(lines, Math.max(2 * lines.length, length + count));
        }
        System.arraycopy(bytes, offset, lines, length, count);
        length += count;
    }

    /// Says that a line is whole; writes when enough have gathered.
    @Override
    public void flush() throws IOException {
        wholeLines = length;
        if (wholeLines >= ENOUGH) {
            writeLines();
        }
    }

    /// Whether there are lines to write.
    boolean hasLines() {
        return wholeLines > 0;
    }

    /// The lines that are whole, which will not be written.
    byte[] takeLines() {
        var taken = Arrays.copyOf(lines, wholeLines);
        length -= wholeLines;
        System.arraycopy(lines, wholeLines, lines, 0, length);
        wholeLines = 0;
        return taken;
    }

    /// Writes the lines that are whole.
    ///
    /// @throws IOException if they could not be written; they are forgotten then
    void writeLines() throws IOException {
        if (wholeLines == 0) {
            return;
        }
        int count = wholeLines;
        wholeLines = 0;
        length -= count;
        try {
            out.write(lines, 0, count);
            out.flush();
        } finally {
            System.arraycopy(lines, count, lines, 0, length);
        }
    }

    @Override
    public void close() throws IOException {
        try (out) {
            wholeLines = length;
            writeLines();
        }
    }
}
