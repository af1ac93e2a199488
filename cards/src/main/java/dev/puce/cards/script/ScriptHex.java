package dev.puce.cards.script;

import dev.puce.iso7816.Bytes;
import java.io.ByteArrayOutputStream;

/// Reads the bytes of a command: `00A4`, `00 A4`, `00:A4`, `00,A4`, `0x00 0xA4`, also `0x0`.
final class ScriptHex {
    private ScriptHex() {}

    static Bytes parse(String text, String where) throws ScriptException {
        var bytes = new ByteArrayOutputStream();
        int digits = 0;
        int value = 0;
        int at = 0;
        while (at <= text.length()) {
            char c = at < text.length() ? text.charAt(at) : ' ';
            int digit = Character.digit(c, 16);
            boolean isPrefix = c == 'x' || c == 'X';
            boolean startsWord = at < 2 || Character.digit(text.charAt(at - 2), 16) < 0;
            if (isPrefix && digits == 1 && value == 0 && startsWord) {
                at = single(text, at + 1, bytes, where);
                digits = 0;
                continue;
            }
            if (digit >= 0 && c < 128) {
                value = value << 4 | digit;
                if (++digits == 2) {
                    bytes.write(value);
                    digits = 0;
                    value = 0;
                }
            } else if (c == ' ' || c == '\t' || c == ':' || c == ',' || c == '-') {
                if (digits == 1) {
                    throw new ScriptException(where + ": a single hex digit before position " + (at + 1)
                            + ". A byte has two, or the prefix 0x");
                }
            } else {
                throw new ScriptException(
                        where + ": '" + shown(c) + "' at position " + (at + 1) + " is not a hex digit");
            }
            at++;
        }
        return Bytes.of(bytes.toByteArray());
    }

    /// Reads one or two digits after `0x`.
    ///
    /// @return the position after them
    private static int single(String text, int from, ByteArrayOutputStream bytes, String where) throws ScriptException {
        int at = from;
        int value = 0;
        while (at < text.length() && at < from + 2 && Character.digit(text.charAt(at), 16) >= 0) {
            value = value << 4 | Character.digit(text.charAt(at), 16);
            at++;
        }
        if (at == from) {
            throw new ScriptException(where + ": 0x without a hex digit at position " + (at + 1));
        }
        bytes.write(value);
        return at;
    }

    private static String shown(char c) {
        return c < ' ' || c > '~' ? "\\u%04X".formatted((int) c) : String.valueOf(c);
    }
}
