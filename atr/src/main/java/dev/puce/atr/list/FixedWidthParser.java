package dev.puce.atr.list;

import java.util.Arrays;

/// Parses patterns of pairs whose halves are each a digit, a dot or a class of digits: `3B .. 0[1-3] 9.`.
final class FixedWidthParser {
    private static final int ANY = 0xFFFF;

    private final String pattern;
    private int at;

    FixedWidthParser(String pattern) {
        this.pattern = pattern;
    }

    /// Returns the pattern, or null if it has another form.
    AtrPattern.FixedWidth parse() {
        var sets = new int[2 * (pattern.length() / 2 + 1)];
        int halves = 0;
        while (true) {
            int high = half();
            int low = high < 0 ? -1 : half();
            if (low < 0) {
                return null;
            }
            sets[halves++] = high;
            sets[halves++] = low;
            if (at == pattern.length()) {
                return compile(Arrays.copyOf(sets, halves));
            }
            if (pattern.charAt(at++) != ' ') {
                return null;
            }
        }
    }

    /// Returns the digits that the next half-byte allows, as bits; -1 if it has another form.
    private int half() {
        if (at >= pattern.length()) {
            return -1;
        }
        char c = pattern.charAt(at);
        if (c == '[') {
            return digitClass();
        }
        at++;
        int digit = AtrPattern.digit(c);
        return c == '.' ? ANY : digit < 0 ? -1 : 1 << digit;
    }

    /// Parses a class such as `[2C]`, `[1-3]` or `[0,1]`. A comma is a member that never matches a digit.
    private int digitClass() {
        int end = pattern.indexOf(']', at);
        if (end < at + 2) {
            return -1;
        }
        int set = 0;
        for (int i = at + 1; i < end; i++) {
            char first = pattern.charAt(i);
            char last = first;
            if (i + 2 < end && pattern.charAt(i + 1) == '-') {
                last = pattern.charAt(i + 2);
                i += 2;
            }
            int from = AtrPattern.digit(first);
            int to = AtrPattern.digit(last);
            if (first == ',' && last == ',') {
                continue;
            }
            // A range from a digit to a letter also contains the characters between them; the regex engine
            // handles it.
            if (from < 0 || to < from || (from < 10) != (to < 10)) {
                return -1;
            }
            for (int digit = from; digit <= to; digit++) {
                set |= 1 << digit;
            }
        }
        at = end + 1;
        return set;
    }

    private static AtrPattern.FixedWidth compile(int[] sets) {
        var mask = new byte[sets.length / 2];
        var value = new byte[mask.length];
        boolean classes = false;
        for (int half = 0; half < sets.length; half++) {
            int shift = half % 2 == 0 ? 4 : 0;
            if (Integer.bitCount(sets[half]) == 1) {
                mask[half / 2] |= (byte) (0xF << shift);
                value[half / 2] |= (byte) (Integer.numberOfTrailingZeros(sets[half]) << shift);
            } else {
                classes |= sets[half] != ANY;
            }
        }
        return new AtrPattern.FixedWidth(mask, value, classes ? sets : null);
    }
}
