package dev.puce.trace.redaction;

import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.ClassByte;
import dev.puce.iso7816.IsoInstruction;

/// The length fields of a command, read from bytes that may be cut or wrong (ISO/IEC 7816-3, 12.1.3).
final class Frame {
    static final int HEADER = 4; // CLA INS P1 P2

    private Frame() {}

    /// Position of the data: after a short or an extended Lc.
    static int dataAt(Bytes command) {
        boolean isExtended = command.length() > HEADER + 3 && command.get(HEADER) == 0;
        return Math.min(isExtended ? HEADER + 3 : HEADER + 1, command.length());
    }

    /// The length of the data that Lc announces; 0 without Lc. Of a header alone, P3 counts as Lc.
    static int announced(Bytes command) {
        int length = command.length();
        if (length <= HEADER) {
            return 0;
        }
        int lc = command.get(HEADER);
        return lc == 0 && length > HEADER + 3 ? command.get(HEADER + 1) << 8 | command.get(HEADER + 2) : lc;
    }

    /// Whether Lc, data and Le fit the number of bytes.
    static boolean isConsistent(Bytes command) {
        int dataAt = dataAt(command);
        int data = command.length() - dataAt;
        int lc = announced(command);
        return data == lc || data == lc + (dataAt - HEADER == 1 ? 1 : 2);
    }

    /// The data that Lc announces, as far as they are there.
    static Bytes data(Bytes command) {
        int at = dataAt(command);
        return command.slice(at, Math.min(command.length(), at + announced(command)));
    }

    /// The data; everything after the header and Lc if Lc is wrong.
    static Bytes allData(Bytes command) {
        int at = dataAt(command);
        return isConsistent(command) ? data(command) : command.from(at);
    }

    /// The short file identifier in a command that reads or writes a file; -1 without one (ISO/IEC 7816-4:2020, 11.3.1
    /// and 11.4.1).
    static int shortFile(Bytes command) {
        int identifier = switch (command.get(1)) {
            case 0xB0, 0xD6 -> (command.get(2) & 0xE0) == 0x80 ? command.get(2) & 0x1F : 0;
            case 0xB2, 0xDC -> command.get(3) >> 3;
            default -> 0;
        };
        return identifier == 0 ? -1 : identifier;
    }

    /// Length of a whole command without Le, as its Lc announces it.
    static int wholeLength(Bytes command) {
        return command.length() <= HEADER ? command.length() : dataAt(command) + announced(command);
    }

    /// Whether nothing but an Le of zeros follows the header, as in a request for the number of tries left.
    static boolean hasOnlyLe(Bytes command) {
        if (command.length() - HEADER > 3) {
            return false;
        }
        for (int i = HEADER; i < command.length(); i++) {
            if (command.get(i) != 0) {
                return false;
            }
        }
        return true;
    }

    /// Whether this is a T=0 header, whose data or response may follow.
    static boolean isHeaderAlone(Bytes command) {
        return command.length() == HEADER + 1 && command.get(HEADER) != 0;
    }

    /// Whether bytes that may be the data of the command before are a command instead: a usual class and a known
    /// instruction, with length fields that fit.
    static boolean isCommand(Bytes bytes) {
        return bytes.length() >= HEADER
                && isUsualClass(bytes.get(0))
                && (bytes.length() <= HEADER + 1 || isConsistent(bytes))
                && IsoInstruction.of(new ClassByte(bytes.get(0)), bytes.get(1)).isPresent();
    }

    /// ISO/IEC 7816-4:2020, 5.4.1 reserves 20 to 3F. Classes from 50 to 7F would be chained or protected on channel 4
    /// or above.
    private static boolean isUsualClass(int cla) {
        return cla < 0x20 || (cla >= 0x40 && cla < 0x50) || cla >= 0x80;
    }

    /// Where a secret in the data of a command begins. A program that forgot Lc, or sends a wrong one, would show
    /// a byte of the PIN in its place: then everything after the header is secret.
    static Cut cut(Bytes command) {
        return new Cut(HEADER, isConsistent(command) ? dataAt(command) : HEADER);
    }

    /// The logical channel of a class byte, 0 to 19.
    static int channel(int cla) {
        boolean hasChannel = cla < 0x90 || (cla & 0xF0) == 0xC0 || (cla & 0xF0) == 0xE0;
        if (!hasChannel) {
            return 0;
        }
        return (cla & 0x40) != 0 ? 4 + (cla & 0x0F) : cla & 0x03;
    }
}
