package dev.puce.trace.source;

/// Removes from a line what terminals, web pages and crashes have added to it:
///
/// - escape sequences (ECMA-48: `ESC [ parameters letter`, `ESC ] text BEL`), with which logs are coloured
/// - NUL bytes, which a file has where a crash lost its end
/// - spaces and carriage returns at the end
///
/// A no-break space, as web pages have it, becomes a space.
final class PlainText {
    private static final int ESCAPE = 0x1B;
    private static final int BELL = 0x07;

    private PlainText() {}

    /// Changes the bytes from `from` to `to` in place.
    ///
    /// @return the new end
    static int strip(byte[] line, int from, int to) {
        int at = from;
        while (at < to && line[at] > ESCAPE) { // plain ASCII
            at++;
        }
        int end = at;
        while (at < to) {
            byte b = line[at];
            byte next = at + 1 < to ? line[at + 1] : 0;
            if (b == ESCAPE && next == '[') {
                at = endOfSequence(line, at + 2, to);
            } else if (b == ESCAPE && next == ']') {
                at = endOfText(line, at + 2, to);
            } else if (b == (byte) 0xC2 && next == (byte) 0xA0) {
                line[end++] = ' ';
                at += 2;
            } else if (b == 0) {
                at++;
            } else {
                line[end++] = b;
                at++;
            }
        }
        while (end > from && isBlank(line[end - 1])) {
            end--;
        }
        return end;
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\t' || b == '\r';
    }

    private static int endOfSequence(byte[] line, int from, int to) {
        int at = from;
        while (at < to && line[at] >= 0x20 && line[at] < 0x40) {
            at++;
        }
        return Math.min(at + 1, to); // the final byte
    }

    /// The text ends with BEL or `ESC \`.
    private static int endOfText(byte[] line, int from, int to) {
        for (int at = from; at < to; at++) {
            if (line[at] == BELL) {
                return at + 1;
            }
            if (line[at] == ESCAPE) {
                return Math.min(at + 2, to);
            }
        }
        return to;
    }
}
