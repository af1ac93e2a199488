package dev.puce.trace.usb;

import dev.puce.iso7816.Bytes;
import java.util.Optional;

/// Takes the T=1 blocks of one direction apart, and joins chained ones (ISO/IEC 7816-3:2006, 11).
///
/// A block is NAD, PCB, LEN, the information field, and one byte of LRC. puce does not read blocks with a CRC.
final class T1Chain {
    private static final int PROLOGUE = 3;
    private static final int MORE = 0x20;
    private static final int NUMBER = 0x40;
    private static final int MOST_BYTES = 1 << 17;

    private Bytes chain = Bytes.EMPTY;
    private int latest = -1;

    /// Whether the bytes are a block with a correct LRC.
    static boolean isBlock(Bytes bytes) {
        if (bytes.length() < PROLOGUE + 1 || bytes.length() != PROLOGUE + bytes.get(2) + 1) {
            return false;
        }
        int lrc = 0;
        for (int i = 0; i < bytes.length(); i++) {
            lrc ^= bytes.get(i);
        }
        return lrc == 0;
    }

    boolean isEmpty() {
        return chain.isEmpty();
    }

    /// Forgets an unfinished chain, as after a reset of the card.
    void reset() {
        chain = Bytes.EMPTY;
        latest = -1;
    }

    /// Takes a block.
    ///
    /// @return the APDU that the block ends; empty for other blocks, and for one that is sent again
    Optional<Bytes> block(Bytes block) {
        if (block.length() < PROLOGUE + 1 || PROLOGUE + block.get(2) > block.length()) {
            return Optional.empty();
        }
        int pcb = block.get(1);
        if ((pcb & 0xC0) == 0xC0) { // S-block
            if ((pcb & 0x1F) == 0) { // RESYNCH
                reset();
            }
            return Optional.empty();
        }
        if ((pcb & 0x80) != 0 || (pcb & NUMBER) == latest || chain.length() > MOST_BYTES) {
            return Optional.empty();
        }
        latest = pcb & NUMBER;
        chain = chain.plus(block.slice(PROLOGUE, PROLOGUE + block.get(2)));
        if ((pcb & MORE) != 0) {
            return Optional.empty();
        }
        var apdu = chain;
        chain = Bytes.EMPTY;
        return Optional.of(apdu);
    }
}
