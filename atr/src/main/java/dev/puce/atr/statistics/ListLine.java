package dev.puce.atr.statistics;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Parses a line of a list: an ATR in hex or a pattern of a card list, with an optional count. The object is
/// reused for every line; a plain ATR allocates nothing.
///
/// TABs separate columns, or the separators of spreadsheets. The ATR is the first column that starts with `3B` or
/// `3F`. A number in the column after it is its count, otherwise a number before it. `uniq -c` writes the count
/// before the ATR without a TAB.
final class ListLine {
    /// The kinds of lines.
    enum Kind {
        /// An ATR: all fields are set.
        ATR,
        /// Empty, a comment, a description, or an ATR whose count is 0.
        NOTHING,
        /// An ATR that the counting rule excludes.
        LEFT_OUT,
        /// Another line.
        NO_ATR
    }

    /// Longer byte strings are not ATRs, even with many extra bytes.
    private static final int MAX_LENGTH = 128;

    /// Space after the longest ATR, so that words of 8 bytes can be read from its end.
    private static final int SLACK = 32;

    /// A longer number beside an ATR is not a count, but the number of a card or its owner.
    private static final int COUNT_DIGITS = 11;

    /// A longer column, including spaces, is not a number.
    private static final int NUMBER_WIDTH = 32;

    private static final byte[] DIGITS = digits();

    private final CountingRule rule;

    /// The bytes; hidden halves are 0.
    final byte[] atr = new byte[MAX_LENGTH + SLACK];

    /// For every byte, whether a wildcard hides it or a half of it. Valid only if `hasHidden`.
    final boolean[] hidden = new boolean[MAX_LENGTH + SLACK];

    int length;
    boolean hasHidden;
    /// Whether any bytes may follow the first `length` bytes of the pattern.
    boolean isOpen;

    long weight;

    ListLine(CountingRule rule) {
        this.rule = rule;
    }

    private static byte[] digits() {
        var digits = new byte[256];
        for (int i = 0; i < digits.length; i++) {
            digits[i] = (byte) (i < 128 ? Character.digit((char) i, 16) : -1);
        }
        return digits;
    }

    /// Reads the line from `from` (included) to `to` (excluded), without its newline.
    Kind read(byte[] block, int from, int to) {
        int end = to > from && block[to - 1] == '\r' ? to - 1 : to;
        return read(block, from, end, true);
    }

    private Kind read(byte[] block, int from, int end, boolean mayHaveMark) {
        if (mayHaveMark && hasByteOrderMark(block, from, end)) {
            return read(block, from + 3, end, false);
        }
        if (from == end || block[from] == '#' || block[from] == '\t') {
            return Kind.NOTHING;
        }
        Kind kind = readTabbed(block, from, end);
        if (kind == Kind.NO_ATR) {
            kind = readSpreadsheet(block, from, end);
        }
        return kind == Kind.ATR && weight == 0 ? Kind.NOTHING : kind;
    }

    /// Checks for a UTF-8 byte order mark, as written by Windows editors.
    private static boolean hasByteOrderMark(byte[] block, int from, int end) {
        return end - from >= 3
                && block[from] == (byte) 0xEF
                && block[from + 1] == (byte) 0xBB
                && block[from + 2] == (byte) 0xBF;
    }

    private Kind readTabbed(byte[] block, int from, int end) {
        weight = 1;
        hasHidden = false;
        isOpen = false;
        if (isTs(block, from, end)) {
            return readAtr(block, from, end);
        }
        return readColumns(block, from, end);
    }

    /// Parses the line of a spreadsheet, with semicolons or commas between columns and quotation marks around
    /// them.
    private Kind readSpreadsheet(byte[] block, int from, int end) {
        String line = new String(block, from, end - from, StandardCharsets.ISO_8859_1);
        String tabbed = tabbed(line, ';');
        if (tabbed.indexOf('\t') < 0) {
            tabbed = tabbed(line, ',');
        }
        byte[] bytes = tabbed.getBytes(StandardCharsets.ISO_8859_1);
        return tabbed.equals(line) ? Kind.NO_ATR : readTabbed(bytes, 0, bytes.length);
    }

    /// Removes quotation marks, and replaces separators outside of them by TABs.
    private static String tabbed(String line, char separator) {
        var tabbed = new StringBuilder(line.length());
        boolean isQuoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"') {
                isQuoted = !isQuoted;
            } else {
                tabbed.append(c == separator && !isQuoted ? '\t' : c);
            }
        }
        return tabbed.toString();
    }

    private static boolean isTs(byte[] block, int at, int end) {
        if (end - at < 4) {
            return false;
        }
        if (block[at] == '0' && (block[at + 1] | 0x20) == 'x') {
            return isTs(block, at + 2, end);
        }
        if (block[at] != '3') {
            return false;
        }
        int second = block[at + 1] | 0x20;
        return second == 'b' || second == 'f' || block[at + 1] == '.' || block[at + 1] == '[';
    }

    private Kind readAtr(byte[] block, int from, int end) {
        int at = from;
        int n = 0;
        while (at + 1 < end && n < MAX_LENGTH) {
            int high = DIGITS[block[at] & 0xFF];
            int low = DIGITS[block[at + 1] & 0xFF];
            if ((high | low) < 0) {
                break;
            }
            atr[n++] = (byte) (high << 4 | low);
            at += 2;
            if (at < end && (block[at] == ' ' || block[at] == ':')) {
                at++;
            }
        }
        length = n;
        if (at == end) {
            return n < 2 ? Kind.NO_ATR : Kind.ATR;
        }
        if (block[at] != '\t') {
            return readPattern(block, from, end);
        }
        readCountAfter(block, at + 1, end);
        return n < 2 ? Kind.NO_ATR : Kind.ATR;
    }

    private void readCountAfter(byte[] block, int from, int end) {
        int to = from;
        while (to < end && block[to] != '\t') {
            to++;
        }
        long count = number(block, from, to);
        if (count >= 0) {
            weight = count;
        }
    }

    /// Parses a decimal number with optional spaces around it; -1 for other text.
    private static long number(byte[] block, int from, int to) {
        if (to - from > NUMBER_WIDTH) {
            return -1;
        }
        String text = new String(block, from, to - from, StandardCharsets.ISO_8859_1).strip();
        if (text.isEmpty() || text.length() > COUNT_DIGITS) {
            return -1;
        }
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return -1;
            }
        }
        return Long.parseLong(text);
    }

    /// Searches for an ATR in later columns of the line.
    private Kind readColumns(byte[] block, int from, int end) {
        int at = from;
        while (at < end && block[at] == ' ') {
            at++;
        }
        if (at == end) {
            return Kind.NOTHING;
        }
        if (isTs(block, at, end)) {
            return readAtr(block, at, end);
        }
        int columnStart = at;
        for (int i = at; i < end; i++) {
            boolean mayEnd = block[i] == '\t' || block[i] == ' ';
            if (mayEnd && isTs(block, i + 1, end)) {
                long before = number(block, columnStart, i);
                if (before >= 0 || block[i] == '\t') {
                    weight = before >= 0 ? before : 1;
                    return readAtr(block, i + 1, end);
                }
            }
            if (block[i] == '\t') {
                columnStart = i + 1;
            }
        }
        return Kind.NO_ATR;
    }

    /// Parses an ATR with characters other than hex pairs: the wildcards of a card list, or a rare notation.
    private Kind readPattern(byte[] block, int from, int end) {
        int to = from;
        while (to < end && block[to] != '\t') {
            to++;
        }
        if (to < end) {
            readCountAfter(block, to + 1, end);
        }
        Arrays.fill(hidden, false);
        int halves = 0;
        int cell = 0;
        for (int at = from; at < to; at++) {
            char c = (char) (block[at] & 0xFF);
            int digit = DIGITS[c];
            boolean isHidden = false;
            if (c == ',') {
                if (halves - cell > 2) {
                    return Kind.NO_ATR; // a comma may separate single bytes of an ATR, but not groups of bytes
                }
                cell = halves;
                continue;
            } else if (c == ' ' || c == ':' || c == '-') {
                continue;
            } else if (digit == 0 && at + 1 < to && (block[at + 1] | 0x20) == 'x' && halves % 2 == 0) {
                at++;
                continue;
            } else if (c == '[') {
                if (rule == CountingRule.PUBLISHED) {
                    return Kind.LEFT_OUT;
                }
                while (at < to && block[at] != ']') {
                    at++;
                }
                digit = 0;
                isHidden = true;
            } else if (c == '.' || (c == '*' && rule == CountingRule.PUBLISHED)) {
                if (rule == CountingRule.DEFAULT && at + 1 < to && block[at + 1] == '*') {
                    isOpen = true;
                    break;
                }
                digit = 0;
                isHidden = true;
            }
            if (digit < 0 || halves >= 2 * MAX_LENGTH) {
                return Kind.NO_ATR;
            }
            int shift = halves % 2 == 0 ? 4 : 0;
            atr[halves / 2] = (byte) (shift == 4 ? digit << 4 : atr[halves / 2] | digit);
            hidden[halves / 2] |= isHidden;
            hasHidden |= isHidden;
            halves++;
        }
        if (rule == CountingRule.PUBLISHED) {
            hasHidden = false;
        }
        length = halves / 2;
        if (halves % 2 != 0) {
            return rule == CountingRule.PUBLISHED ? Kind.LEFT_OUT : Kind.NO_ATR;
        }
        return length < 2 ? Kind.NO_ATR : Kind.ATR;
    }
}
