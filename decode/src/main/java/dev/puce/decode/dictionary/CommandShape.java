package dev.puce.decode.dictionary;

import dev.puce.decode.value.Side;
import dev.puce.iso7816.Bytes;

/// The frame of a command: header, data and expected length, read without complaint from any bytes.
///
/// @param bytes   the command
/// @param cla     class byte, -1 if the command is empty
/// @param ins     instruction byte, -1 if it is cut
/// @param p1      first parameter, 0 if it is cut
/// @param p2      second parameter, 0 if it is cut
/// @param from    position of the data
/// @param to      position after the data
/// @param ne      expected length of the answer, 0 if none is asked for
/// @param hidden  whether the end is hidden by redaction
/// @param problem error in the lengths; empty if there is none
public record CommandShape(
        Bytes bytes, int cla, int ins, int p1, int p2, int from, int to, int ne, boolean hidden, String problem) {
    private static final int HEADER = 4;

    /// Reads a command.
    ///
    /// @param hidden whether more bytes follow that redaction removed
    public static CommandShape of(Bytes bytes, boolean hidden) {
        int length = bytes.length();
        if (length < HEADER) {
            return shape(
                    bytes, length, length, 0, hidden, hidden ? "" : "the header is cut after " + Texts.bytes(length));
        }
        if (length == HEADER) {
            return shape(bytes, HEADER, HEADER, 0, hidden, "");
        }
        int p3 = bytes.get(HEADER);
        if (hidden) {
            return cut(bytes, p3);
        }
        if (length == HEADER + 1) {
            return shape(bytes, length, length, p3 == 0 ? 256 : p3, false, "");
        }
        if (bytes.get(0) == 0xFF && bytes.get(1) == 0x88 && length == 6) {
            return shape(bytes, HEADER, length, 0, false, ""); // PC/SC part 3, 2.01: no Lc
        }
        return p3 == 0 ? extended(bytes) : data(bytes, p3, HEADER + 1, 1);
    }

    private static CommandShape cut(Bytes bytes, int p3) {
        int length = bytes.length();
        boolean extended = p3 == 0 && length >= HEADER + 3;
        int from = Math.min(length, extended ? HEADER + 3 : HEADER + 1);
        return shape(bytes, from, length, 0, true, "");
    }

    private static CommandShape extended(Bytes bytes) {
        int length = bytes.length();
        if (length == HEADER + 2) {
            int le = bytes.get(HEADER + 1);
            return shape(bytes, HEADER + 1, HEADER + 1, le == 0 ? 256 : le, false, "Lc is 0, and Le follows it");
        }
        int value = bytes.get(HEADER + 1) << 8 | bytes.get(HEADER + 2);
        if (length == HEADER + 3) {
            return shape(bytes, length, length, value == 0 ? 65536 : value, false, "");
        }
        if (value == 0) {
            return shape(bytes, HEADER + 1, length, 0, false, "Lc is 0, and " + Texts.bytes(length - 5) + " follow");
        }
        return data(bytes, value, HEADER + 3, 2);
    }

    private static CommandShape data(Bytes bytes, int nc, int from, int sizeOfLe) {
        int end = from + nc;
        int after = bytes.length() - end;
        if (after < 0) {
            return shape(
                    bytes,
                    from,
                    bytes.length(),
                    0,
                    false,
                    "Lc announces " + Texts.bytes(nc) + ", and " + -after + " of them are missing");
        }
        if (after == 0) {
            return shape(bytes, from, end, 0, false, "");
        }
        if (after == 2) {
            int le = bytes.get(end) << 8 | bytes.get(end + 1);
            return shape(
                    bytes, from, end, le == 0 ? 65536 : le, false, sizeOfLe == 2 ? "" : "Le has 2 bytes and Lc one");
        }
        int le = bytes.get(end);
        if (after == 1) {
            return shape(bytes, from, end, le == 0 ? 256 : le, false, sizeOfLe == 1 ? "" : "Le has one byte and Lc 3");
        }
        return shape(bytes, from, end, 0, false, Texts.bytes(after) + " follow the data that Lc announces");
    }

    private static CommandShape shape(Bytes bytes, int from, int to, int ne, boolean hidden, String problem) {
        int length = bytes.length();
        return new CommandShape(
                bytes,
                length > 0 ? bytes.get(0) : -1,
                length > 1 ? bytes.get(1) : -1,
                length > 2 ? bytes.get(2) : 0,
                length > 3 ? bytes.get(3) : 0,
                from,
                to,
                ne,
                hidden,
                problem);
    }

    /// Number of visible data bytes.
    public int nc() {
        return to - from;
    }

    /// The data.
    public View data() {
        return View.of(bytes, Side.COMMAND, from, to);
    }

    /// P1 and P2 as one number.
    public int p12() {
        return p1 << 8 | p2;
    }

    /// Whether the other command is the same except for Le.
    public boolean isSameExceptLe(CommandShape other) {
        if (cla != other.cla || ins != other.ins || p12() != other.p12() || nc() != other.nc()) {
            return false;
        }
        for (int i = 0; i < nc(); i++) {
            if (bytes.get(from + i) != other.bytes.get(other.from + i)) {
                return false;
            }
        }
        return true;
    }
}
