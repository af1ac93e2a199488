package dev.puce.trace.source;

import dev.puce.iso7816.Bytes;
import java.util.Arrays;
import java.util.Optional;

/// Bytes that a log writes in hex, in upper or lower case: `00A40400`, `00 A4 04 00`, `00:a4`, `0x00, 0xA4`.
public final class HexText {
    private HexText() {}

    /// The bytes of a text that is hex from its first to its last character; empty if it is not.
    public static Optional<Bytes> bytes(CharSequence text) {
        var bytes = new byte[text.length() / 2];
        int count = 0;
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            char next = at + 1 < text.length() ? text.charAt(at + 1) : ' ';
            int high = digit(c);
            int low = digit(next);
            if (c == '0' && (next == 'x' || next == 'X')) {
                at += 2;
            } else if (high >= 0 && low >= 0) {
                bytes[count++] = (byte) (high << 4 | low);
                at += 2;
            } else if (high < 0 && (c == ' ' || c == '\t' || c == ':' || c == ',')) {
                at++;
            } else {
                return Optional.empty();
            }
        }
        return Optional.of(Bytes.of(Arrays.copyOf(bytes, count)));
    }

    private static int digit(char c) {
        if (c >= '0' && c <= '9') {
            return c - '0';
        }
        int letter = c | 0x20;
        return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
    }
}
