package dev.puce.trace.arrows;

import dev.puce.iso7816.Bytes;
import dev.puce.trace.source.HexText;
import java.util.Optional;

/// A line of a hex dump whose length is not announced: up to 16 bytes, then the same bytes as text. The text may look
/// like hex, so it is compared with the bytes.
final class DumpLine {
    private static final int MOST_BYTES = 16;

    private DumpLine() {}

    /// The bytes of the line; empty if it is not a line of a dump.
    static Optional<Bytes> bytes(String line) {
        int most = 0;
        while (most < MOST_BYTES && isByte(line, 3 * most)) {
            most++;
        }
        if (most == 0) {
            return Optional.empty();
        }
        var bytes = HexText.bytes(line.substring(0, 3 * most - 1)).orElse(Bytes.EMPTY);
        for (int count = most; count > 0; count--) {
            if (isText(line.substring(Math.min(line.length(), 3 * count)).strip(), bytes, count)) {
                return Optional.of(bytes.slice(0, count));
            }
        }
        return Optional.of(bytes);
    }

    private static boolean isByte(String line, int at) {
        return at + 2 <= line.length()
                && Character.digit(line.charAt(at), 16) >= 0
                && Character.digit(line.charAt(at + 1), 16) >= 0
                && (at + 2 == line.length() || line.charAt(at + 2) == ' ');
    }

    /// Whether the text shows the bytes. A byte that does not print is a dot, or a letter in some locales.
    private static boolean isText(String text, Bytes bytes, int count) {
        var shown = new StringBuilder();
        for (int i = 0; i < count; i++) {
            int value = bytes.get(i);
            shown.append(value >= ' ' && value < 0x7F ? (char) value : '.');
        }
        var expected = shown.toString().strip();
        if (expected.length() != text.length()) {
            return false;
        }
        for (int i = 0; i < expected.length(); i++) {
            if (expected.charAt(i) != '.' && expected.charAt(i) != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
