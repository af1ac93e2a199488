package dev.puce.trace.pcscspy;

import dev.puce.iso7816.Bytes;
import java.nio.charset.StandardCharsets;

/// The text of one value in a log: a stretch of the reader's buffer, valid only during the call that hands it
/// over.
public final class LogText {
    private byte[] buffer = {};
    private int from;
    private int to;

    // Each of these is asked for several times on the way: worked out once.
    private Numeric numeric = Numeric.NOT_ASKED;
    private long number;
    private int hexLength = -1;

    private enum Numeric {
        NOT_ASKED,
        YES,
        NO
    }

    LogText() {}

    LogText set(byte[] newBuffer, int newFrom, int newTo) {
        buffer = newBuffer;
        from = newFrom;
        to = newTo;
        numeric = Numeric.NOT_ASKED;
        hexLength = -1;
        return this;
    }

    /// A number that is known already, written at the start of the buffer.
    LogText setNumber(byte[] newBuffer, int newLength, long value) {
        set(newBuffer, 0, newLength);
        numeric = Numeric.YES;
        number = value;
        return this;
    }

    /// So many bytes in hex, written at the start of the buffer.
    LogText setHex(byte[] newBuffer, int newHexLength) {
        set(newBuffer, 0, Math.max(newHexLength * 3 - 1, 0));
        hexLength = newHexLength;
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
        if (numeric == Numeric.NOT_ASKED) {
            numeric = readNumber() ? Numeric.YES : Numeric.NO;
        }
        return numeric == Numeric.YES;
    }

    private boolean readNumber() {
        if (to - from < 3 || to - from > 18 || buffer[from] != '0' || buffer[from + 1] != 'x') {
            return false;
        }
        long value = 0;
        for (int i = 2; i < to - from; i++) {
            int digit = digit(i);
            if (digit < 0) {
                return false;
            }
            value = (value << 4) | digit;
        }
        number = value;
        return true;
    }

    /// The number, unsigned; 0 if this is none.
    public long number() {
        return isNumber() ? number : 0;
    }

    /// Number of bytes that the text stands for in hex, `00 A4 04 00`, up to the first that is not one.
    public int hexLength() {
        if (hexLength < 0) {
            int count = 0;
            while (count * 3 + 1 < length()
                    && digit(count * 3) >= 0
                    && digit(count * 3 + 1) >= 0
                    && (count * 3 + 2 == length() || at(count * 3 + 2) == ' ')) {
                count++;
            }
            hexLength = count;
        }
        return hexLength;
    }

    /// The bytes that the text stands for in hex, up to the first that is not one.
    public Bytes hexBytes() {
        var bytes = new byte[hexLength()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) ((digit(i * 3) << 4) | digit(i * 3 + 1));
        }
        return Bytes.of(bytes);
    }

    /// The text; bytes that are not UTF-8 become the replacement character.
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
