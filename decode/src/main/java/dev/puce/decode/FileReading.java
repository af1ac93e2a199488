package dev.puce.decode;

import dev.puce.decode.dictionary.CommandShape;
import dev.puce.decode.dictionary.Tlv;
import dev.puce.decode.dictionary.View;
import dev.puce.iso7816.Bytes;

/// The beginning of a file that a program reads in parts, one READ BINARY after the other.
///
/// @param before the earlier parts; `null` for the first part
/// @param data   data of this part
/// @param length bytes of all parts
record FileReading(FileReading before, Bytes data, int length) {
    /// Longer files are not joined.
    private static final int LONGEST = 1 << 20;

    private static final int LONGEST_HEADER = 8;

    /// The reading after a READ BINARY; `null` if there is none or it has a gap.
    ///
    /// @param read   the reading so far; may be `null`
    /// @param offset position of the data in the file
    static FileReading after(FileReading read, int offset, Bytes data) {
        if (data.isEmpty() || offset + data.length() > LONGEST) {
            return null;
        }
        if (offset == 0) {
            return new FileReading(null, data, data.length());
        }
        return read != null && offset == read.length ? new FileReading(read, data, offset + data.length()) : null;
    }

    /// Position in the file at which a READ BINARY starts; -1 for other commands.
    static int offset(CommandShape shape, View command) {
        return switch (shape.ins()) {
            case 0xB0 -> (shape.p1() & 0x80) != 0 ? shape.p2() : shape.p12();
            case 0xB1 -> {
                View offset = Tlv.find(command, 0x54);
                yield offset.isEmpty() || offset.length() > 3 ? -1 : (int) offset.number();
            }
            default -> -1;
        };
    }

    /// The content that a READ BINARY returned: INS B1 wraps it in an object.
    static View content(CommandShape shape, View answer) {
        boolean isWrapped = shape.ins() == 0xB1 && (answer.u8(0) == 0x53 || answer.u8(0) == 0x73);
        return isWrapped ? Tlv.find(answer, answer.u8(0)) : answer;
    }

    /// Whether the last part completes the data object with which the file begins.
    boolean isCompleted() {
        return isWhole() && (before == null || !before.isWhole());
    }

    private boolean isWhole() {
        View start = View.derived(joined(Math.min(length, LONGEST_HEADER)));
        var object = new Tlv(start);
        if (start.u8(0) == 0 || start.u8(0) == 0xFF) {
            return false;
        }
        return object.next() || (object.isCut() && start.length() + object.missing() <= length);
    }

    /// The parts in one piece.
    Bytes joined() {
        return joined(length);
    }

    private Bytes joined(int most) {
        var joined = new byte[most];
        for (var part = this; part != null; part = part.before) {
            int at = part.length - part.data.length();
            if (at < most) {
                part.data.slice(0, Math.min(part.data.length(), most - at)).copyTo(joined, at);
            }
        }
        return Bytes.of(joined);
    }
}
