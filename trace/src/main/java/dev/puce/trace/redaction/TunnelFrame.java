package dev.puce.trace.redaction;

import dev.puce.iso7816.Bytes;

/// A frame for the PN53x of a contactless reader: InDataExchange or InCommunicateThru.
///
/// @param at        position of its first byte
/// @param contentAt position of the bytes for the card
record TunnelFrame(int at, int contentAt) {
    private static final int TO_PN53X = 0xD4;
    private static final int DATA_EXCHANGE = 0x40;
    private static final int COMMUNICATE_THRU = 0x42;

    /// The first frame in a byte string; null if there is none. A wrong or missing length in front does not matter.
    static TunnelFrame find(Bytes bytes, int from) {
        for (int at = from; at + 2 < bytes.length() && at <= from + 3; at++) {
            if (bytes.get(at) == TO_PN53X) {
                int code = bytes.get(at + 1);
                if (code == DATA_EXCHANGE) {
                    return new TunnelFrame(at, at + 3);
                }
                if (code == COMMUNICATE_THRU) {
                    return new TunnelFrame(at, at + 2);
                }
            }
        }
        return null;
    }

    /// Position of a key in the frame; -1 without one.
    int keyAt(Bytes bytes) {
        if (bytes.length() <= contentAt) {
            return -1;
        }
        return switch (bytes.get(contentAt)) {
            case 0x60, 0x61 -> contentAt + 2; // MIFARE Classic: authentication with key A or B of a block
            case 0x1B -> bytes.length() <= contentAt + 7 ? contentAt + 1 : -1; // NTAG: password
            case 0xA0 ->
                bytes.length() > contentAt + 2 && SectorTrailer.isTrailer(bytes.get(contentAt + 1))
                        ? contentAt + 2
                        : -1; // MIFARE Classic: write a block
            case 0xA2 ->
                bytes.length() > contentAt + 2 && bytes.get(contentAt + 1) >= 0x2C && bytes.get(contentAt + 1) <= 0x2F
                        ? contentAt + 2
                        : -1; // Ultralight C: write a page of the key
            default -> -1;
        };
    }

    /// Whether it reads the block of a sector trailer.
    boolean readsTrailer(Bytes bytes) {
        return bytes.length() > contentAt + 1
                && bytes.get(contentAt) == 0x30
                && SectorTrailer.isTrailer(bytes.get(contentAt + 1));
    }
}
