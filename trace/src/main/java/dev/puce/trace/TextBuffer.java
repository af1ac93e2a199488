package dev.puce.trace;

import dev.puce.iso7816.Bytes;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Text in UTF-8 that grows at its end; numbers and bytes are formatted in place.
public final class TextBuffer {
    private static final byte[] HEX = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);
    private static final long[] POWERS = {1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000};

    private byte[] content = new byte[1 << 12];
    private int length;

    /// Holds nothing yet.
    public TextBuffer() {}

    /// Number of bytes.
    public int length() {
        return length;
    }

    /// The array that holds the text, in its first [#length] bytes, until text is added.
    public byte[] array() {
        return content;
    }

    /// The byte at `index`.
    public int at(int index) {
        return content[index];
    }

    /// Removes everything from `newLength` on.
    public void truncate(int newLength) {
        length = Math.min(length, newLength);
    }

    /// Appends the text.
    public TextBuffer append(CharSequence text) {
        ensure(text.length() * 3);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                content[length++] = (byte) c;
            } else if (c >= 0x800 && !Character.isSurrogate(c)) { // such as brackets of transactions
                content[length++] = (byte) (0xE0 | (c >> 12));
                content[length++] = (byte) (0x80 | (c >> 6 & 0x3F));
                content[length++] = (byte) (0x80 | (c & 0x3F));
            } else {
                return append(text.subSequence(i, text.length()).toString().getBytes(StandardCharsets.UTF_8));
            }
        }
        return this;
    }

    /// Appends one ASCII character.
    public TextBuffer append(char ascii) {
        ensure(1);
        content[length++] = (byte) ascii;
        return this;
    }

    /// Appends text that is in UTF-8 already.
    public TextBuffer append(byte[] utf8) {
        return append(utf8, 0, utf8.length);
    }

    /// Appends the bytes from `from` (included) to `to` (excluded), which are text in UTF-8 already.
    public TextBuffer append(byte[] utf8, int from, int to) {
        ensure(to - from);
        System.arraycopy(utf8, from, content, length, to - from);
        length += to - from;
        return this;
    }

    /// Appends the character `count` times.
    public TextBuffer repeat(char ascii, int count) {
        if (count > 0) {
            ensure(count);
            Arrays.fill(content, length, length + count, (byte) ascii);
            length += count;
        }
        return this;
    }

    /// Appends spaces until the text since `from` is `width` bytes long.
    public TextBuffer padTo(int from, int width) {
        return repeat(' ', width - (length - from));
    }

    /// Puts spaces in front of the text since `from` until it is `width` characters wide.
    public TextBuffer alignRight(int from, int width) {
        int spaces = width;
        for (int i = from; i < length; i++) {
            spaces -= (content[i] & 0xC0) == 0x80 ? 0 : 1; // further bytes of a character begin with the bits 10
        }
        if (spaces > 0) {
            ensure(spaces);
            System.arraycopy(content, from, content, from + spaces, length - from);
            Arrays.fill(content, from, from + spaces, (byte) ' ');
            length += spaces;
        }
        return this;
    }

    /// Appends two upper-case hex digits.
    public TextBuffer hex2(int value) {
        ensure(2);
        putHex2(value);
        return this;
    }

    private void putHex2(int value) {
        content[length++] = HEX[(value >> 4) & 0xF];
        content[length++] = HEX[value & 0xF];
    }

    /// Appends upper-case hex digits, at least `digits` of them.
    public TextBuffer hex(long value, int digits) {
        int needed = Math.max(digits, (67 - Long.numberOfLeadingZeros(value | 1)) / 4);
        ensure(needed);
        for (int i = needed - 1; i >= 0; i--) {
            content[length++] = HEX[(int) (value >>> (4 * i)) & 0xF];
        }
        return this;
    }

    /// Appends the bytes in upper-case hex with single spaces between.
    public TextBuffer spacedHex(Bytes bytes, int from, int to) {
        ensure((to - from) * 3);
        for (int i = from; i < to; i++) {
            if (i > from) {
                content[length++] = ' ';
            }
            putHex2(bytes.get(i));
        }
        return this;
    }

    /// Appends the bytes in upper-case hex without spaces.
    public TextBuffer hex(Bytes bytes) {
        ensure(bytes.length() * 2);
        for (int i = 0; i < bytes.length(); i++) {
            putHex2(bytes.get(i));
        }
        return this;
    }

    /// Appends a decimal number.
    public TextBuffer decimal(long value) {
        if (value < 0 || value >= 100_000_000) {
            return append(Long.toString(value));
        }
        int digits = 1;
        while (digits < POWERS.length && value >= POWERS[digits]) {
            digits++;
        }
        return fraction(value, digits);
    }

    /// Appends a decimal number of exactly `digits` digits, with zeros in front; at most 9.
    public TextBuffer fraction(long value, int digits) {
        ensure(digits);
        for (int i = digits - 1; i >= 0; i--) {
            content[length++] = (byte) ('0' + value / POWERS[i] % 10);
        }
        return this;
    }

    /// Appends a number, which may have 64 bits without sign.
    public TextBuffer unsigned(long value) {
        return value < 0 ? append(Long.toUnsignedString(value)) : decimal(value);
    }

    /// Position of the character from `from` on, or -1.
    public int indexOf(char ascii, int from) {
        for (int i = from; i < length; i++) {
            if (content[i] == ascii) {
                return i;
            }
        }
        return -1;
    }

    /// Replaces the bytes from `from` to `to` by the text.
    public void replace(int from, int to, String text) {
        var tail = Arrays.copyOfRange(content, to, length);
        length = from;
        append(text);
        append(tail);
    }

    /// Writes everything to the stream and becomes empty.
    public void drainTo(OutputStream out) throws IOException {
        out.write(content, 0, length);
        length = 0;
    }

    @Override
    public String toString() {
        return new String(content, 0, length, StandardCharsets.UTF_8);
    }

    private void ensure(int more) {
        if (content.length - length < more) {
            content = Arrays.copyOf(content, Math.max(content.length * 2, length + more));
        }
    }
}
