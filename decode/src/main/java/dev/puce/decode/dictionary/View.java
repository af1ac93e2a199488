package dev.puce.decode.dictionary;

import dev.puce.decode.value.Side;
import dev.puce.iso7816.Bytes;

/// A range of the bytes of an exchange, which remembers its position.
public final class View {
    /// No bytes.
    public static final View EMPTY = new View(Bytes.EMPTY, Side.DERIVED, 0, 0);

    private static final char[] DIGITS = "0123456789ABCDEF".toCharArray();

    private final Bytes bytes;
    private final Side side;
    private final int from;
    private final int to;

    private View(Bytes bytes, Side side, int from, int to) {
        this.bytes = bytes;
        this.side = side;
        this.from = from;
        this.to = to;
    }

    /// The bytes from `from` to `to` of one side of an exchange.
    public static View of(Bytes bytes, Side side, int from, int to) {
        return new View(bytes, side, from, Math.max(from, to));
    }

    /// Bytes that are part of neither side.
    public static View derived(Bytes bytes) {
        return new View(bytes, Side.DERIVED, 0, bytes.length());
    }

    /// Number of bytes.
    public int length() {
        return to - from;
    }

    /// Whether there are none.
    public boolean isEmpty() {
        return to == from;
    }

    /// The byte at `index` of this view, 0 to 255; 0 if there is none.
    public int u8(int index) {
        int at = from + index;
        return index >= 0 && at < to ? bytes.get(at) : 0;
    }

    /// Two bytes at `index` as a number, the high byte first.
    public int u16(int index) {
        return u8(index) << 8 | u8(index + 1);
    }

    /// The whole as an unsigned number; only the last 8 bytes count.
    public long number() {
        long value = 0;
        for (int i = from; i < to; i++) {
            value = value << 8 | bytes.get(i);
        }
        return value;
    }

    /// The whole as an unsigned number, lowest byte first; only the first 8 bytes count.
    public long littleEndian() {
        long value = 0;
        for (int i = Math.min(length(), 8) - 1; i >= 0; i--) {
            value = value << 8 | u8(i);
        }
        return value;
    }

    /// Part of this view; positions beyond its ends are cut.
    public View sub(int start, int end) {
        int first = Math.clamp(start, 0, length());
        int last = Math.clamp(end, first, length());
        return new View(bytes, side, from + first, from + last);
    }

    /// The rest from `start` on.
    public View sub(int start) {
        return sub(start, length());
    }

    /// The bytes, copied.
    public Bytes bytes() {
        return bytes.slice(from, to);
    }

    /// Upper-case hex without spaces.
    public String hex() {
        if (length() == 0) {
            return "";
        }
        var text = new char[2 * length()];
        for (int i = from, at = 0; i < to; i++) {
            int b = bytes.get(i);
            text[at++] = DIGITS[b >> 4];
            text[at++] = DIGITS[b & 15];
        }
        return new String(text);
    }

    /// Whether all bytes are printable ASCII, and there is at least one.
    public boolean isAscii() {
        for (int i = from; i < to; i++) {
            int b = bytes.get(i);
            if (b < 0x20 || b > 0x7E) {
                return false;
            }
        }
        return to > from;
    }

    /// Whether all bytes have this value.
    public boolean isFilledWith(int value) {
        for (int i = from; i < to; i++) {
            if (bytes.get(i) != value) {
                return false;
            }
        }
        return true;
    }

    /// The bytes that this view is a part of.
    public Side side() {
        return side;
    }

    /// Position of the first byte on its side.
    public int from() {
        return from;
    }

    /// Position after the last byte on its side.
    public int to() {
        return to;
    }

    /// Hex.
    @Override
    public String toString() {
        return hex();
    }
}
