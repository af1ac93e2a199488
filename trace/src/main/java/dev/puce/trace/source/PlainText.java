package dev.puce.trace.source;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/// Removes from a line what terminals, web pages and crashes have added to it:
///
/// - escape sequences (ECMA-48: `ESC [ parameters letter`, `ESC ] text BEL`), with which logs are coloured
/// - colours whose ESC is shown as `^[`, as a symbol, or lost: `[36m`
/// - NUL bytes, which a file has where a crash lost its end
/// - spaces and carriage returns at the end
///
/// A no-break space, as web pages have it, becomes a space. Entities of HTML become their characters: `-&gt;` is an
/// arrow.
final class PlainText {
    private static final int ESCAPE = 0x1B;
    private static final int BELL = 0x07;
    private static final int LONGEST_COLOUR = 8;

    /// Texts that stand for ESC: of `cat -v`, of web pages, and of programs that cannot show it.
    private static final byte[][] ESCAPE_SYMBOLS = {utf8("^["), utf8("\u241B"), utf8("\uFFFD")};

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private PlainText() {}

    /// Changes the bytes from `from` to `to` in place.
    ///
    /// @return the new end
    static int strip(byte[] line, int from, int to) {
        int at = from;
        while (at < to && isOrdinary(line[at])) {
            at++;
        }
        int end = at;
        while (at < to) {
            byte b = line[at];
            if (isOrdinary(b)) {
                line[end++] = b;
                at++;
                continue;
            }
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
            } else if (b == '[' && endOfColour(line, at + 1, to) > 0) {
                at = endOfColour(line, at + 1, to);
                end = startOfEscape(line, from, end);
            } else {
                var entity = b == '&' ? HtmlEntity.at(line, at, to) : Optional.<HtmlEntity>empty();
                if (entity.isPresent()) {
                    end = entity.get().write(line, end);
                    at += entity.get().length();
                } else {
                    line[end++] = b;
                    at++;
                }
            }
        }
        while (end > from && isBlank(line[end - 1])) {
            end--;
        }
        return end;
    }

    /// Whether the byte is ASCII and begins nothing that is removed.
    private static boolean isOrdinary(byte b) {
        return b > ESCAPE && b != '[' && b != '&';
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\t' || b == '\r';
    }

    /// The position after `36m` or `01;31m`; 0 if the bytes are something else.
    private static int endOfColour(byte[] line, int from, int to) {
        int at = from;
        while (at < to && at < from + LONGEST_COLOUR && (isDigit(line[at]) || line[at] == ';')) {
            at++;
        }
        return at > from && at < to && line[at] == 'm' ? at + 1 : 0;
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    /// The end of the line without the symbol for ESC.
    private static int startOfEscape(byte[] line, int from, int end) {
        for (byte[] symbol : ESCAPE_SYMBOLS) {
            int start = end - symbol.length;
            if (start >= from && Arrays.equals(line, start, end, symbol, 0, symbol.length)) {
                return start;
            }
        }
        return end;
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
