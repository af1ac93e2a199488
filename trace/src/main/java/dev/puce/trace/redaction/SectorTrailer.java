package dev.puce.trace.redaction;

import dev.puce.iso7816.Bytes;

/// The last block of a sector of MIFARE Classic, which holds its keys: key A, access bits, key B.
final class SectorTrailer {
    private static final int BLOCK = 16;
    private static final int KEY = 6;
    private static final int LE_00 = 256; // bytes that Le 00 asks for

    private SectorTrailer() {}

    /// Whether a READ or UPDATE BINARY of a storage card reaches a trailer. A page of four bytes is not one.
    static boolean isAddressed(Bytes command) {
        int block = command.get(2) << 8 | command.get(3);
        int length = Frame.announced(command);
        if (isWrite(command.get(1)) && (length < BLOCK || length % BLOCK != 0)) {
            return !Frame.isConsistent(command) && isTrailer(block) && command.length() > Frame.HEADER + BLOCK;
        }
        int blocks = length == 0 ? LE_00 / BLOCK : Math.max(1, length / BLOCK);
        for (int i = 0; i < blocks; i++) {
            if (isTrailer(block + i)) {
                return true;
            }
        }
        return false;
    }

    /// UPDATE BINARY, and MIFARE CLASSIC WRITE of SpringCard.
    private static boolean isWrite(int ins) {
        return ins == 0xD6 || ins == 0xF4;
    }

    /// Whether the block is the last of its sector: of four blocks, or of 16 from block 128 on.
    static boolean isTrailer(int block) {
        return block < 128 ? block % 4 == 3 : block % 16 == 15;
    }

    /// Whether a response includes a trailer: a block whose key A reads as zeros, or whose access bits match their
    /// complements. A PN53x puts three bytes in front: D5, 41 and a status.
    static boolean isAnyIn(Bytes response) {
        boolean isFrame = response.length() > 3 && response.get(0) == 0xD5 && response.get(1) == 0x41;
        for (int at = isFrame ? 3 : 0; at + BLOCK <= response.length(); at += BLOCK) {
            if (hasHiddenKey(response, at) || hasAccessBits(response, at + KEY)) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasHiddenKey(Bytes data, int at) {
        return isZero(data, at, at + KEY) && !isZero(data, at, at + BLOCK);
    }

    private static boolean isZero(Bytes data, int from, int to) {
        for (int i = from; i < to; i++) {
            if (data.get(i) != 0) {
                return false;
            }
        }
        return true;
    }

    /// Each of the bits C1, C2 and C3 of the four blocks is stored twice, once inverted.
    private static boolean hasAccessBits(Bytes data, int at) {
        int first = data.get(at);
        int second = data.get(at + 1);
        int third = data.get(at + 2);
        return (first & 0x0F) == (~second >> 4 & 0x0F)
                && (first >> 4) == (~third & 0x0F)
                && (second & 0x0F) == (~third >> 4 & 0x0F);
    }
}
