package dev.puce.atr.list;

import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// A compiled pattern of a card list: a condition on the bytes of an ATR.
///
/// A pattern is a Perl regular expression over upper-case hex pairs with single spaces. It must match the whole
/// ATR. Nearly all patterns have a fixed width and are compiled to bytes; the JDK's regex engine handles the
/// others.
@SuppressWarnings("ArrayRecordComponent") // never compared or printed; the inner loop needs arrays
sealed interface AtrPattern {
    /// A pattern without wildcards.
    record Literal(byte[] bytes) implements AtrPattern {
        @Override
        public boolean matches(byte[] atr, LimitedText text) {
            return Arrays.equals(bytes, atr);
        }
    }

    /// A fixed-width pattern with wildcards: byte i matches if `(b & mask[i]) == value[i]` and its halves are in
    /// the sets.
    ///
    /// @param halfSets for every half-byte the allowed digits as bits 0 to 15; null if the masks suffice
    record FixedWidth(byte[] mask, byte[] value, int[] halfSets) implements AtrPattern {
        /// Returns whether the pattern allows a byte at that offset.
        boolean allows(int place, int b) {
            return (b & mask[place]) == (value[place] & 0xFF)
                    && (halfSets == null
                            || ((halfSets[2 * place] >> (b >> 4) & 1) != 0
                                    && (halfSets[2 * place + 1] >> (b & 0xF) & 1) != 0));
        }

        @Override
        public boolean matches(byte[] atr, LimitedText text) {
            return atr.length == mask.length && matchesSameLength(atr);
        }

        /// Returns whether an ATR of this length matches.
        boolean matchesSameLength(byte[] atr) {
            for (int i = 0; i < atr.length; i++) {
                if ((atr[i] & mask[i]) != value[i]) {
                    return false;
                }
            }
            for (int i = 0; halfSets != null && i < atr.length; i++) {
                if (!allows(i, atr[i] & 0xFF)) {
                    return false;
                }
            }
            return true;
        }
    }

    /// Another regular expression.
    ///
    /// @param prefix the first bytes of every match; they exclude nearly all ATRs without the regex engine
    record Expression(Pattern regex, byte[] prefix) implements AtrPattern {
        @Override
        public boolean matches(byte[] atr, LimitedText text) {
            return matchesText(text);
        }

        /// Returns whether the whole text matches; false if the match takes too many steps.
        boolean matchesText(LimitedText text) {
            try {
                return regex.matcher(text.reset()).matches();
            } catch (LimitedText.ExhaustedException tooLong) {
                return false;
            }
        }
    }

    /// An invalid regular expression, which matches nothing.
    ///
    /// @param problem the syntax error
    record Invalid(String problem) implements AtrPattern {
        @Override
        public boolean matches(byte[] atr, LimitedText text) {
            return false;
        }
    }

    /// Returns whether the pattern matches an ATR.
    ///
    /// @param text the same ATR as text
    boolean matches(byte[] atr, LimitedText text);

    /// Compiles a pattern.
    static AtrPattern compile(String pattern) {
        byte[] literal = literal(pattern);
        if (literal != null) {
            return new Literal(literal);
        }
        AtrPattern fixed = new FixedWidthParser(pattern).parse();
        return fixed != null ? fixed : expression(pattern);
    }

    private static byte[] literal(String pattern) {
        int length = pattern.length();
        if (length % 3 != 2) {
            return null;
        }
        var bytes = new byte[(length + 1) / 3];
        for (int i = 0, at = 0; at < length; i++, at += 3) {
            int high = digit(pattern.charAt(at));
            int low = digit(pattern.charAt(at + 1));
            if ((high | low) < 0 || (at + 2 < length && pattern.charAt(at + 2) != ' ')) {
                return null;
            }
            bytes[i] = (byte) (high << 4 | low);
        }
        return bytes;
    }

    private static AtrPattern expression(String pattern) {
        try {
            return new Expression(Pattern.compile(pattern, Pattern.CASE_INSENSITIVE), prefix(pattern));
        } catch (PatternSyntaxException e) {
            return new Invalid(e.getDescription() + " at position " + e.getIndex());
        }
    }

    /// Returns the plain pairs at the start of a pattern. Alternatives may have no common start, and a quantifier
    /// may make the preceding character optional. A pair therefore counts only if a space and another plain
    /// character follow.
    private static byte[] prefix(String pattern) {
        var bytes = new byte[pattern.length() / 3 + 1];
        int count = 0;
        for (int at = 0; pattern.indexOf('|') < 0 && at + 4 <= pattern.length(); at += 3) {
            int high = digit(pattern.charAt(at));
            int low = digit(pattern.charAt(at + 1));
            char next = pattern.charAt(at + 3);
            if ((high | low) < 0 || pattern.charAt(at + 2) != ' ' || (digit(next) < 0 && next != '.')) {
                break;
            }
            bytes[count++] = (byte) (high << 4 | low);
        }
        return Arrays.copyOf(bytes, count);
    }

    /// Returns the value of an ASCII hex digit, or -1.
    static int digit(char c) {
        if (c >= '0' && c <= '9') {
            return c - '0';
        }
        int letter = c | 0x20;
        return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
    }
}
