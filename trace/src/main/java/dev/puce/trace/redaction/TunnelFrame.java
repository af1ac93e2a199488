package dev.puce.trace.redaction;

import dev.puce.iso7816.Bytes;

/// A frame for the PN53x of a contactless reader: InDataExchange or InCommunicateThru.
///
/// @param at        position of its first byte
/// @param contentAt position of the bytes for the card
record TunnelFrame(int at, int contentAt) {
    private static final int LEAST_CRYPTOGRAM = 15;
    private static final int LONGEST_FIRST = 9; // AuthenticateEV2First with six bytes of capabilities
    private static final int ADDITIONAL_FRAME = 0xAF;
    private static final int PLUS_WRITE = 19; // command, number of the block, 16 bytes
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

    /// Whether a command for a card is a frame of DESFire or MIFARE Plus that starts or continues an authentication or
    /// writes a key. APDUs do not have these lengths together with these first bytes.
    static boolean isOfCard(Bytes bytes) {
        int length = bytes.length();
        return switch (length == 0 ? 0 : bytes.get(0)) {
            case 0x71 -> length <= LONGEST_FIRST;
            case ADDITIONAL_FRAME -> length == 9 || length == 17 || length == 33;
            case 0xC4 -> length == 26 || length == 34 || length == 42;
            case 0xA8 -> length == PLUS_WRITE && isPlusKey(bytes.get(2));
            default -> false;
        };
    }

    /// Bytes for the card without a frame around them.
    static TunnelFrame ofCard() {
        return new TunnelFrame(0, 0);
    }

    /// Whether it starts an authentication of DESFire or Ultralight C, whose frames have cryptograms: 0A, 1A, AA, 71 or
    /// 77, alone or wrapped into an APDU.
    boolean startsAuthentication(Bytes bytes) {
        int length = bytes.length() - contentAt;
        if (length < 2) {
            return false;
        }
        boolean isWrapped = bytes.get(contentAt) == 0x90;
        return switch (bytes.get(isWrapped ? contentAt + 1 : contentAt)) {
            case 0x0A, 0x1A, 0xAA, 0x77 -> isWrapped || length == 2;
            case 0x71 -> isWrapped || length <= LONGEST_FIRST;
            default -> false;
        };
    }

    /// Position of the cryptogram in a further frame of an authentication; -1 if it is another command.
    int continuedAt(Bytes bytes) {
        int at = contentAt;
        if (bytes.length() > at + Frame.HEADER && bytes.get(at) == 0x90 && bytes.get(at + 1) == ADDITIONAL_FRAME) {
            return at + Frame.HEADER;
        }
        return bytes.length() > at && bytes.get(at) == ADDITIONAL_FRAME ? at + 1 : -1;
    }

    /// Position of a key in the frame; -1 without one.
    int keyAt(Bytes bytes) {
        if (bytes.length() <= contentAt) {
            return -1;
        }
        return switch (bytes.get(contentAt)) {
            case 0x60, 0x61 -> contentAt + 2; // MIFARE Classic: authentication with key A or B of a block
            case 0xC4 -> // DESFire: ChangeKey, whose cryptogram follows the key number
                bytes.length() > contentAt + 2 + LEAST_CRYPTOGRAM ? contentAt + 2 : -1;
            case 0x1B -> bytes.length() <= contentAt + 7 ? contentAt + 1 : -1; // NTAG: password
            case 0xA0 ->
                bytes.length() > contentAt + 2 && SectorTrailer.isTrailer(bytes.get(contentAt + 1))
                        ? contentAt + 2
                        : -1; // MIFARE Classic: write a block
            case 0xA2 ->
                bytes.length() > contentAt + 2 && isKeyPage(bytes.get(contentAt + 1))
                        ? contentAt + 2
                        : -1; // Ultralight C: write a page of the key; NTAG216: password
            case 0xA8 -> // MIFARE Plus: write a key during personalisation
                bytes.length() == contentAt + PLUS_WRITE && isPlusKey(bytes.get(contentAt + 2)) ? contentAt + 3 : -1;
            default -> -1;
        };
    }

    /// Pages 2C to 2F are the key of Ultralight C (MF0ICU2, 7.5.2). Pages E5 and E6 are password and acknowledge of
    /// NTAG216 (NTAG213_215_216, 8.5.7), and no other type has so many pages.
    private static boolean isKeyPage(int page) {
        return (page >= 0x2C && page <= 0x2F) || page == 0xE5 || page == 0xE6;
    }

    /// Blocks 40XX of MIFARE Plus are keys of sectors, 90XX and A0XX keys of the card (NXP MF1PLUSx0y1).
    private static boolean isPlusKey(int highByte) {
        return highByte == 0x40 || highByte == 0x90 || highByte == 0xA0;
    }

    /// Whether it reads the block of a sector trailer.
    boolean readsTrailer(Bytes bytes) {
        return bytes.length() > contentAt + 1
                && bytes.get(contentAt) == 0x30
                && SectorTrailer.isTrailer(bytes.get(contentAt + 1));
    }
}
