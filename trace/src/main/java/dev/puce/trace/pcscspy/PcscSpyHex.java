package dev.puce.trace.pcscspy;

import dev.puce.iso7816.Bytes;
import dev.puce.trace.TextBuffer;

/// Lines of a hex dump: offset, up to 16 bytes in hex, the same as ASCII with dots for what does not print.
final class PcscSpyHex {
    /// Bytes on a line.
    static final int WIDTH = 16;

    private PcscSpyHex() {}

    /// Appends the line of the bytes from `from` to `to` of a text that is hex already.
    static void line(TextBuffer out, LogText hex, int from, int to) {
        out.hex(from, 4).append(' ').append(hex.buffer(), hex.from() + from * 3, hex.from() + to * 3 - 1);
        out.repeat(' ', (WIDTH - (to - from)) * 3).append(' ');
        for (int i = from; i < to; i++) {
            out.append(printable((digit(hex.at(i * 3)) << 4) | digit(hex.at(i * 3 + 1))));
        }
    }

    /// Appends the line of the bytes from `from` to `to`.
    static void line(TextBuffer out, Bytes bytes, int from, int to) {
        out.hex(from, 4).append(' ').spacedHex(bytes, from, to);
        out.repeat(' ', (WIDTH - (to - from)) * 3).append(' ');
        for (int i = from; i < to; i++) {
            out.append(printable(bytes.get(i)));
        }
    }

    private static int digit(char c) {
        return c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10;
    }

    private static char printable(int b) {
        return b > 31 && b < 127 ? (char) b : '.';
    }
}
