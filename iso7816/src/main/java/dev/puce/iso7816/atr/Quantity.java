package dev.puce.iso7816.atr;

import java.math.BigDecimal;
import java.math.MathContext;

/// Formats numbers with units: at most six significant digits, no trailing zeros.
final class Quantity {
    private static final MathContext SIX_DIGITS = new MathContext(6);
    private static final MathContext FOUR_DIGITS = new MathContext(4);

    private Quantity() {}

    /// Formats a number: `46.5`, `42.6667`.
    static String number(double value) {
        return plain(value, SIX_DIGITS);
    }

    /// Formats a frequency: `3.58 MHz`.
    static String hertz(double hertz) {
        return number(hertz / 1e6) + " MHz";
    }

    /// Formats a time: `1.23 µs`, `960 ms`, `2.4 s`.
    static String seconds(double seconds) {
        if (seconds < 1e-3) {
            return plain(seconds * 1e6, FOUR_DIGITS) + " µs";
        }
        return seconds < 1 ? plain(seconds * 1e3, FOUR_DIGITS) + " ms" : plain(seconds, FOUR_DIGITS) + " s";
    }

    /// Formats a length: `1 byte`, `254 bytes`.
    static String bytes(int count) {
        return count == 1 ? "1 byte" : count + " bytes";
    }

    /// Returns the verb for a count: ` is`, ` are`.
    static String are(int count) {
        return count == 1 ? " is" : " are";
    }

    private static String plain(double value, MathContext digits) {
        return BigDecimal.valueOf(value).round(digits).stripTrailingZeros().toPlainString();
    }
}
