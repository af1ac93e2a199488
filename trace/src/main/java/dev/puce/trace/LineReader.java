package dev.puce.trace;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/// Cuts a stream into lines without making a string of each; memory is bounded by the longest line.
///
/// A line is the bytes from [#start] to [#end] of [#buffer], without line feed and carriage return, until the
/// next call of [#next].
public final class LineReader {
    /// Longest line of a recording that is kept, in bytes: twenty times the hex of the longest command that pcsc-lite
    /// takes.
    static final int MAX_LINE = 4 << 20;

    private final InputStream in;
    private final int maxLine;
    private byte[] buffer = new byte[1 << 17];
    private int limit;
    private int position;
    private int start;
    private int end;
    private long number;
    private boolean complete;
    private boolean cut;

    /// Reads lines of up to 4 MiB.
    public LineReader(InputStream in) {
        this(in, MAX_LINE);
    }

    /// Reads lines of up to `maxLine` bytes; of a longer one the first half of that is kept.
    ///
    /// @param maxLine a power of 2, at least 128 KiB
    public LineReader(InputStream in, int maxLine) {
        this.in = in;
        this.maxLine = maxLine;
    }

    /// Goes to the next line.
    ///
    /// @return whether there is one
    /// @throws IOException if the stream cannot be read
    public boolean next() throws IOException {
        start = position;
        cut = false;
        int scan = position;
        while (true) {
            scan = lineFeed(scan);
            if (scan < limit) {
                return line(scan, scan + 1, true);
            }
            scan -= makeRoom();
            int count = in.read(buffer, limit, buffer.length - limit);
            if (count < 0) {
                return scan > start && line(scan, scan, false);
            }
            limit += count;
        }
    }

    /// Position of the first line feed from `at` on, or [#limit].
    private int lineFeed(int at) {
        int scan = at;
        while (scan < limit && buffer[scan] != '\n') {
            scan++;
        }
        return scan;
    }

    /// Moves the begun line to the front, or enlarges the buffer, or drops the end of an over-long line.
    ///
    /// @return by how much positions moved to the front
    private int makeRoom() {
        if (limit < buffer.length) {
            return 0;
        }
        if (start > 0) {
            int moved = start;
            System.arraycopy(buffer, start, buffer, 0, limit - start);
            limit -= moved;
            position -= moved;
            start = 0;
            return moved;
        }
        if (buffer.length < maxLine) {
            buffer = Arrays.copyOf(buffer, buffer.length * 2);
            return 0;
        }
        int moved = limit - maxLine / 2;
        limit = maxLine / 2;
        cut = true;
        return moved;
    }

    private boolean line(int lineEnd, int next, boolean whole) {
        end = cut ? maxLine / 2 : lineEnd;
        end -= end > start && buffer[end - 1] == '\r' ? 1 : 0;
        position = next;
        complete = whole && !cut;
        number++;
        return true;
    }

    /// Where the line lies.
    public byte[] buffer() {
        return buffer;
    }

    /// Position of the line's first byte.
    public int start() {
        return start;
    }

    /// Position after the line's last byte; the line feed is not part of it.
    public int end() {
        return end;
    }

    /// Number of the line, from 1.
    public long number() {
        return number;
    }

    /// Whether the line ended with a line feed and was kept whole; the last line of a writer that was killed has
    /// none.
    public boolean isComplete() {
        return complete;
    }

    /// Whether the line was longer than what is kept.
    public boolean isCut() {
        return cut;
    }
}
