package dev.puce.trace.source;

import dev.puce.trace.LineReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The lines of a text log, one at a time, without a string for lines that are skipped.
///
/// A line comes without line feed, escape sequences, entities of HTML, spaces at its end, and the margin of a bug
/// report.
/// Lines that are longer than [#MAX_LINE] come without their end.
public final class LogLines {
    /// Longest line that is kept whole, in bytes: the hex of the longest APDU (65,544 bytes) with a space after each
    /// byte, and the text in front of it.
    public static final int MAX_LINE = 1 << 18;

    private final LineReader lines;
    private final Margin margin;
    private int start;
    private int end;
    private String text;

    /// Reads lines from a stream.
    ///
    /// @param margin text to remove from the start of each line
    public LogLines(InputStream in, Margin margin) {
        lines = new LineReader(in, MAX_LINE);
        this.margin = margin;
    }

    /// Goes to the next line.
    ///
    /// @return whether there is one
    /// @throws IOException if the stream cannot be read
    public boolean next() throws IOException {
        if (!lines.next()) {
            return false;
        }
        text = null;
        end = PlainText.strip(lines.buffer(), lines.start(), lines.end());
        start = margin.end(lines.buffer(), lines.start(), end);
        return true;
    }

    /// Number of the line in the file, from 1.
    public long number() {
        return lines.number();
    }

    /// Whether the line was longer than [#MAX_LINE] and lacks its end.
    public boolean isCut() {
        return lines.isCut();
    }

    /// Length of the line in bytes.
    public int length() {
        return end - start;
    }

    /// The byte at `index`, 0 to 255.
    public int at(int index) {
        return lines.buffer()[start + index] & 0xFF;
    }

    /// Whether the line starts with the ASCII text.
    public boolean startsWith(String ascii) {
        return isAt(start, ascii);
    }

    /// Position of the ASCII text in the line, or -1. For lines in ASCII it is the position in [#text] too.
    public int indexOf(String ascii) {
        byte[] buffer = lines.buffer();
        int last = end - ascii.length();
        char first = ascii.charAt(0);
        for (int at = start; at <= last; at++) {
            if (buffer[at] == first && isAt(at, ascii)) {
                return at - start;
            }
        }
        return -1;
    }

    /// Whether the line contains the ASCII text. Cheaper than [#text], so that parsers can skip other lines early.
    public boolean contains(String ascii) {
        return indexOf(ascii) >= 0;
    }

    /// The bytes of the line.
    public byte[] bytes() {
        return Arrays.copyOfRange(lines.buffer(), start, end);
    }

    /// The line as text; bytes that are not UTF-8 become the replacement character.
    public String text() {
        if (text == null) {
            text = new String(lines.buffer(), start, end - start, StandardCharsets.UTF_8);
        }
        return text;
    }

    private boolean isAt(int at, String ascii) {
        if (ascii.length() > end - at) {
            return false;
        }
        byte[] buffer = lines.buffer();
        for (int i = 0; i < ascii.length(); i++) {
            if (buffer[at + i] != ascii.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
