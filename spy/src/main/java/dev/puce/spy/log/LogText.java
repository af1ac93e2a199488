package dev.puce.spy.log;

import dev.puce.iso7816.Bytes;
import java.nio.charset.StandardCharsets;

/// The text of one value in a log: a stretch of the reader's buffer, valid only during the call that hands it
/// over.
public final class LogText {
    private byte[] buffer = {};
    private int from;
    private int to;

    LogText() {}

    LogText set(byte[] newBuffer, int newFrom, int newTo) {
        buffer = newBuffer;
        from = newFrom;
        to = newTo;
        return this;
    }

    /// Number of bytes.
    public int length() {
        return to - from;
    }

    /// The byte at `index` as a character.
    public char at(int index) {
        return (char) (buffer[from + index] & 0xFF);
    }

    /// The array that holds the text, from [#from] to [#to].
    public byte[] buffer() {
        return buffer;
    }

    /// Position of the first byte in [#buffer].
    public int from() {
        return from;
    }

    /// Position after the last byte in [#buffer].
    public int to() {
        return to;
    }

    /// Whether this is the given ASCII text.
    public boolean is(String ascii) {
        return length() == ascii.length() && startsWith(ascii);
    }

    /// Whether this begins with the given ASCII text.
    public boolean startsWith(String ascii) {
        if (length() < ascii.length()) {
            return false;
        }
        for (int i = 0; i < ascii.length(); i++) {
            if (buffer[from + i] != ascii.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /// Whether this is `0x` and 1 to 16 hex digits.
    public boolean isNumber() {
        if (length() < 3 || length() > 18 || at(0) != '0' || at(1) != 'x') {
            return false;
        }
        for (int i = 2; i < length(); i++) {
            if (digit(i) < 0) {
                return false;
            }
        }
        return true;
    }

    /// The number, unsigned; 0 if this is none.
    public long number() {
        if (!isNumber()) {
            return 0;
        }
        long value = 0;
        for (int i = 2; i < length(); i++) {
            value = (value << 4) | digit(i);
        }
        return value;
    }

    /// Number of bytes that the text stands for in hex, `00 A4 04 00`, up to the first that is not one.
    public int hexLength() {
        int count = 0;
        while (count * 3 + 1 < length()
                && digit(count * 3) >= 0
                && digit(count * 3 + 1) >= 0
                && (count * 3 + 2 == length() || at(count * 3 + 2) == ' ')) {
            count++;
        }
        return count;
    }

    /// The bytes that the text stands for in hex, up to the first that is not one.
    public Bytes hexBytes() {
        var bytes = new byte[hexLength()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) ((digit(i * 3) << 4) | digit(i * 3 + 1));
        }
        return Bytes.of(bytes);
    }

    /// The text; what is not UTF-8 becomes the replacement character.
    @Override
    public String toString() {
        return new String(buffer, from, length(), StandardCharsets.UTF_8);
    }

    /// Value of the hex digit at `index`, -1 if there is none.
    private int digit(int index) {
        int c = buffer[from + index];
        if (c >= '0' && c <= '9') {
            return c - '0';
        }
        int letter = c | 0x20;
        return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
    }
}
