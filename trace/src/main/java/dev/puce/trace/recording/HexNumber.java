package dev.puce.trace.recording;

import java.util.HexFormat;

/// Numbers of a recording that are opaque or made of flags: `0x` and at least eight upper-case hex digits.
final class HexNumber {
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private HexNumber() {}

    static String format(long value) {
        return "0x" + HEX.toHexDigits(value, (value >>> 32) == 0 ? 8 : 16);
    }

    /// The number.
    ///
    /// @throws NumberFormatException if the text is not `0x` and 1 to 16 hex digits
    static long parse(String text) {
        if (!text.startsWith("0x")) {
            throw new NumberFormatException("no number in hex");
        }
        return Long.parseUnsignedLong(text, 2, text.length(), 16);
    }
}
