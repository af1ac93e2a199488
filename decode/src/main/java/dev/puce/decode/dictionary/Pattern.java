package dev.puce.decode.dictionary;

/// Hex digits of which some are free (`X`): `63CX`.
///
/// @param bits   value of the fixed digits
/// @param mask   1 where a bit is fixed
/// @param digits number of digits
public record Pattern(long bits, long mask, int digits) {
    /// The pattern as it is written.
    public static Pattern of(String text) {
        long bits = 0;
        long mask = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean free = c == 'X';
            int digit = free ? 0 : Character.digit(c, 16);
            if (digit < 0) {
                throw new IllegalStateException("\"" + text + "\" is not a pattern");
            }
            bits = bits << 4 | digit;
            mask = mask << 4 | (free ? 0 : 0xF);
        }
        return new Pattern(bits, mask, text.length());
    }

    /// Whether a number has the fixed digits.
    public boolean matches(long value) {
        return (value & mask) == bits;
    }

    /// The number that the free digits make.
    public long free(long value) {
        return value & ~mask & (digits >= 16 ? -1L : (1L << (4 * digits)) - 1);
    }

    /// Whether every number that the other pattern matches is matched by this one.
    public boolean covers(Pattern other) {
        return digits == other.digits && (mask & other.mask) == mask && (other.bits & mask) == bits;
    }
}
