package dev.puce.spy.live;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/// Gathers whole lines and writes them when told to, not when flushed: what writes through it flushes after each
/// line, and a system call for each is more than one for all that came at once.
final class LineStream extends OutputStream {
    private static final int ENOUGH = 1 << 18;

    private final OutputStream out;
    private final int enough;
    private byte[] lines = new byte[1 << 12];
    private int length;
    private int wholeLines;
    private int lastLine;

    LineStream(OutputStream out) {
        this(out, ENOUGH);
    }

    private LineStream(OutputStream out, int enough) {
        this.out = out;
        this.enough = enough;
    }

    /// One that writes when it is told to, however much has gathered.
    static LineStream patient(OutputStream out) {
        return new LineStream(out, Integer.MAX_VALUE);
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
        lastLine = wholeLines;
        wholeLines = length;
        if (wholeLines >= enough) {
            writeLines();
        }
    }

    /// Whether there are lines to write.
    boolean hasLines() {
        return wholeLines > 0;
    }

    /// Whether there are so many that they should be written.
    boolean hasEnough() {
        return wholeLines >= ENOUGH;
    }

    /// How many bytes the lines have that are whole.
    int bytes() {
        return wholeLines;
    }

    /// How many of them are the last line's.
    int bytesOfLastLine() {
        return wholeLines - lastLine;
    }

    /// Forgets the line that became whole last, and has not been written.
    void takeBackLastLine() {
        wholeLines = lastLine;
        length = lastLine;
    }

    /// Forgets the begin of a line that will not become whole.
    void dropUnfinishedLine() {
        length = wholeLines;
    }

    /// The lines that are whole, which will not be written.
    byte[] takeLines() {
        var taken = Arrays.copyOf(lines, wholeLines);
        forgetLines();
        return taken;
    }

    /// Takes over the lines of another that are whole.
    void takeLinesOf(LineStream other) throws IOException {
        write(other.lines, 0, other.wholeLines);
        flush();
        other.forgetLines();
    }

    /// Writes the lines that are whole.
    ///
    /// @throws IOException      if they could not be written; they are forgotten then
    /// @throws OutOfMemoryError if there is no heap for that; they may be written later
    void writeLines() throws IOException {
        if (wholeLines == 0) {
            return;
        }
        try {
            out.write(lines, 0, wholeLines);
            out.flush();
        } catch (IOException failed) {
            forgetLines();
            throw failed;
        }
        forgetLines();
    }

    /// Forgets the lines that are whole, which will not be written.
    void forgetLines() {
        length -= wholeLines;
        System.arraycopy(lines, wholeLines, lines, 0, length);
        wholeLines = 0;
        lastLine = 0;
    }

    @Override
    public void close() throws IOException {
        try (out) {
            wholeLines = length;
            writeLines();
        }
    }
}
