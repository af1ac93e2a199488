package dev.puce.trace.usb;

import dev.puce.iso7816.Bytes;
import java.util.Optional;

/// A message between host and reader (CCID 1.1, 6.1 and 6.2): a header of ten bytes, then data.
///
/// @param type     message type
/// @param slot     slot of the reader
/// @param sequence number that the answer repeats
/// @param status   byte 7: status of an answer
/// @param error    byte 8: error of an answer
/// @param last     byte 9: chain parameter of an answer
/// @param data     the data
record CcidMessage(int type, int slot, int sequence, int status, int error, int last, Bytes data) {
    static final int POWER_ON = 0x62;
    static final int POWER_OFF = 0x63;
    static final int TRANSFER = 0x6F;
    static final int DATA_BLOCK = 0x80;
    static final int HEADER = 10;

    /// Whether the bytes can start a message in that direction.
    static boolean starts(Bytes bytes, boolean isIn) {
        if (bytes.length() < HEADER) {
            return false;
        }
        int type = bytes.get(0);
        return isIn ? type >= 0x80 && type <= 0x84 : type >= 0x61 && type <= 0x73;
    }

    /// Length of the message that the bytes start, with its header.
    static long length(Bytes start) {
        return HEADER + (start.get(1) | start.get(2) << 8 | start.get(3) << 16 | (long) start.get(4) << 24);
    }

    /// The message in the bytes; empty if they are not one message.
    static Optional<CcidMessage> of(Bytes bytes) {
        if (bytes.length() < HEADER || length(bytes) != bytes.length()) {
            return Optional.empty();
        }
        return Optional.of(new CcidMessage(
                bytes.get(0),
                bytes.get(5),
                bytes.get(6),
                bytes.get(7),
                bytes.get(8),
                bytes.get(9),
                bytes.from(HEADER)));
    }

    /// Position in a chain of a command (wLevelParameter), 0 for a whole one.
    int level() {
        return error | last << 8;
    }

    /// The card wants more time; the answer is still to come.
    boolean isTimeExtension() {
        return (status & 0xC0) == 0x80;
    }

    boolean hasFailed() {
        return (status & 0xC0) == 0x40;
    }
}
