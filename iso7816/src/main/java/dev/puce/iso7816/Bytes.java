package dev.puce.iso7816;

import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;

/// An immutable string of bytes that compares by content and prints as hex.
///
/// Bytes are numbered from 0 and read as unsigned values (0 to 255).
public final class Bytes implements Comparable<Bytes> {
    /// The byte string of length 0.
    public static final Bytes EMPTY = new Bytes(new byte[0]);

    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final HexFormat SPACED_HEX = HexFormat.ofDelimiter(" ").withUpperCase();

    /// Values of the ASCII characters as hex digits; -1 for other characters.
    private static final byte[] DIGITS = digits();

    private final byte[] content;

    private Bytes(byte[] content) {
        this.content = content;
    }

    /// Copies an array.
    public static Bytes of(byte... content) {
        return content.length == 0 ? EMPTY : new Bytes(content.clone());
    }

    /// Takes the low 8 bits of each number, so that literals need no casts: `Bytes.of(0x00, 0xA4)`.
    public static Bytes of(int... content) {
        var bytes = new byte[content.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) content[i];
        }
        return new Bytes(bytes);
    }

    /// Copies `length` bytes of the array, starting at `offset`.
    ///
    /// @throws IndexOutOfBoundsException if the range exceeds the array
    public static Bytes copyOf(byte[] array, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, array.length);
        return length == 0 ? EMPTY : new Bytes(Arrays.copyOfRange(array, offset, offset + length));
    }

    /// Takes the remaining bytes of the buffer and moves its position to its limit.
    public static Bytes from(ByteBuffer buffer) {
        var bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes.length == 0 ? EMPTY : new Bytes(bytes);
    }

    /// Encodes text in the given character set.
    public static Bytes ofText(String text, Charset charset) {
        return new Bytes(text.getBytes(charset));
    }

    /// Parses hex digits in any case. Skips white space, colons, commas and dashes between pairs, and `0x` before
    /// a pair: it accepts `"00A4 0400"`, `"0x00, 0xA4"` and `"00:a4"`.
    ///
    /// @throws IllegalArgumentException if another character or an odd number of digits is found; the message
    /// gives the position
    public static Bytes hex(String text) {
        var bytes = new byte[text.length() / 2 + 1];
        int count = 0;
        int high = -1;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int digit = Character.digit(c, 16);
            if (high < 0 && c == '0' && i + 1 < text.length() && (text.charAt(i + 1) | 0x20) == 'x') {
                i++;
            } else if (digit >= 0 && c < 0x80) {
                if (high < 0) {
                    high = digit;
                } else {
                    bytes[count++] = (byte) (high << 4 | digit);
                    high = -1;
                }
            } else if (!Character.isWhitespace(c) && c != ':' && c != ',' && c != '-') {
                throw new IllegalArgumentException("invalid hex digit '" + c + "' at position " + i);
            } else if (high >= 0) {
                throw new IllegalArgumentException("the hex digit at position " + (i - 1) + " has no second digit");
            }
        }
        if (high >= 0) {
            throw new IllegalArgumentException("the hex text ends in the middle of a byte");
        }
        return count == 0 ? EMPTY : new Bytes(Arrays.copyOf(bytes, count));
    }

    /// Parses pairs of hex digits in any case, without separators.
    ///
    /// @param ascii text in ASCII
    /// @param from  position of the first digit
    /// @param to    position after the last digit
    /// @return empty if another character or an odd number of digits is found
    public static Optional<Bytes> ofHexDigits(byte[] ascii, int from, int to) {
        Objects.checkFromToIndex(from, to, ascii.length);
        var bytes = new byte[(to - from) / 2];
        int wrong = (to - from) % 2 == 0 ? 0 : -1;
        for (int i = 0; i < bytes.length; i++) {
            int value = digit(ascii[from + 2 * i]) << 4 | digit(ascii[from + 2 * i + 1]);
            bytes[i] = (byte) value;
            wrong |= value;
        }
        if (wrong < 0) {
            return Optional.empty();
        }
        return Optional.of(bytes.length == 0 ? EMPTY : new Bytes(bytes));
    }

    /// Returns the value of an ASCII hex digit; -1 for other characters.
    private static int digit(byte ascii) {
        return ascii < 0 ? -1 : DIGITS[ascii];
    }

    private static byte[] digits() {
        var digits = new byte[0x80];
        for (int c = 0; c < digits.length; c++) {
            digits[c] = (byte) Character.digit(c, 16);
        }
        return digits;
    }

    /// Returns the number of bytes.
    public int length() {
        return content.length;
    }

    /// Returns whether the length is 0.
    public boolean isEmpty() {
        return content.length == 0;
    }

    /// Returns the byte at `index`, 0 to 255.
    ///
    /// @throws IndexOutOfBoundsException if the index is outside the string
    public int get(int index) {
        return content[index] & 0xFF;
    }

    /// Returns the bytes from `from` (included) to `to` (excluded).
    ///
    /// @throws IndexOutOfBoundsException if the range exceeds this string
    public Bytes slice(int from, int to) {
        Objects.checkFromToIndex(from, to, content.length);
        if (from == 0 && to == content.length) {
            return this;
        }
        return from == to ? EMPTY : new Bytes(Arrays.copyOfRange(content, from, to));
    }

    /// Returns the bytes from `from` to the end.
    public Bytes from(int from) {
        return slice(from, content.length);
    }

    /// Returns this string followed by the other.
    public Bytes plus(Bytes other) {
        if (isEmpty()) {
            return other;
        }
        if (other.isEmpty()) {
            return this;
        }
        var joined = Arrays.copyOf(content, content.length + other.content.length);
        System.arraycopy(other.content, 0, joined, content.length, other.content.length);
        return new Bytes(joined);
    }

    /// Returns whether this string starts with the other.
    public boolean startsWith(Bytes prefix) {
        return prefix.length() <= length()
                && Arrays.equals(content, 0, prefix.length(), prefix.content, 0, prefix.length());
    }

    /// Returns the position of the first occurrence of the other string, or -1.
    public int indexOf(Bytes other) {
        for (int at = 0; at + other.length() <= length(); at++) {
            if (Arrays.equals(content, at, at + other.length(), other.content, 0, other.length())) {
                return at;
            }
        }
        return -1;
    }

    /// Returns a copy as an array.
    public byte[] toArray() {
        return content.clone();
    }

    /// Copies all bytes into the array, starting at `offset`.
    public void copyTo(byte[] array, int offset) {
        System.arraycopy(content, 0, array, offset, content.length);
    }

    /// Puts all bytes into the buffer.
    public void putInto(ByteBuffer buffer) {
        buffer.put(content);
    }

    /// Returns a read-only view.
    public ByteBuffer asBuffer() {
        return ByteBuffer.wrap(content).asReadOnlyBuffer();
    }

    /// Decodes the bytes as text. Malformed parts become the replacement character.
    public String text(Charset charset) {
        return new String(content, charset);
    }

    /// Upper-case hex without spaces: `00A40400`.
    public String toHex() {
        return HEX.formatHex(content);
    }

    /// Upper-case hex, bytes separated by single spaces: `00 A4 04 00`.
    public String toSpacedHex() {
        return SPACED_HEX.formatHex(content);
    }

    /// Compares unsigned, byte by byte. A prefix comes before a longer string.
    @Override
    public int compareTo(Bytes other) {
        return Arrays.compareUnsigned(content, other.content);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes bytes && Arrays.equals(content, bytes.content);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(content);
    }

    /// Upper-case hex, bytes separated by single spaces.
    @Override
    public String toString() {
        return toSpacedHex();
    }
}
