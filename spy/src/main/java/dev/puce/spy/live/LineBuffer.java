package dev.puce.spy.live;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/// Collects complete lines and writes many of them with one system call. A writer flushes after each line; this
/// stream then only marks the line as complete.
///
/// A view or recording that follows a busy program would otherwise need a system call for each call. Benchmark:
/// `bench/spy-speed` (processor time).
final class LineBuffer extends OutputStream {
    private static final int INITIAL_SIZE = 1 << 12;

    /// Number of bytes after which the lines should be written.
    private static final int ENOUGH = 1 << 18;

    private final OutputStream out;
    private byte[] lines = new byte[INITIAL_SIZE];
    private int length;
    private int complete;
    private int lastLine;

    LineBuffer(OutputStream out) {
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

    /// Marks the line as complete.
    @Override
    public void flush() {
        lastLine = complete;
        complete = length;
    }

    /// Whether there are complete lines.
    boolean hasLines() {
        return complete > 0;
    }

    /// Whether the lines should be written now.
    boolean hasEnough() {
        return complete >= ENOUGH;
    }

    /// Bytes of the complete lines.
    int bytes() {
        return complete;
    }

    /// Bytes of the last complete line.
    int bytesOfLastLine() {
        return complete - lastLine;
    }

    /// Drops the last complete line, which then belongs into another file.
    void dropLastLine() {
        complete = lastLine;
        length = lastLine;
    }

    /// Removes the complete lines.
    ///
    /// @return the lines
    byte[] removeLines() {
        var removed = Arrays.copyOf(lines, complete);
        dropLines();
        return removed;
    }

    /// Writes the complete lines.
    ///
    /// @throws IOException if that failed; the lines are dropped
    void writeLines() throws IOException {
        if (complete == 0) {
            return;
        }
        try {
            out.write(lines, 0, complete);
            out.flush();
        } finally {
            dropLines();
        }
    }

    /// Drops the complete lines.
    void dropLines() {
        length -= complete;
        System.arraycopy(lines, complete, lines, 0, length);
        complete = 0;
        lastLine = 0;
    }

    @Override
    public void close() throws IOException {
        try (out) {
            complete = length;
            writeLines();
        }
    }
}
