package dev.puce.trace.proxmark;

import dev.puce.iso7816.Bytes;
import java.util.Optional;

/// Takes the blocks of one direction apart, and joins chained ones (ISO/IEC 14443-4:2018, 7).
final class IsoDep {
    private static final int CRC_LENGTH = 2;
    private static final int CID_FOLLOWS = 0x08;
    private static final int NAD_FOLLOWS = 0x04;
    private static final int CHAINING = 0x10;
    private static final int MOST_BYTES = 1 << 17;

    private Bytes chain = Bytes.EMPTY;

    /// Forgets an unfinished chain.
    void reset() {
        chain = Bytes.EMPTY;
    }

    /// Takes a frame.
    ///
    /// @return the APDU that the frame ends; empty for other blocks
    Optional<Bytes> frame(Bytes frame) {
        if (frame.length() <= 1 + CRC_LENGTH || (frame.get(0) & 0xE2) != 0x02) {
            return Optional.empty(); // no I-block
        }
        int pcb = frame.get(0);
        int from = 1 + ((pcb & CID_FOLLOWS) != 0 ? 1 : 0) + ((pcb & NAD_FOLLOWS) != 0 ? 1 : 0);
        int to = frame.length() - CRC_LENGTH;
        if (from > to || chain.length() > MOST_BYTES) {
            reset();
            return Optional.empty();
        }
        chain = chain.plus(frame.slice(from, to));
        if ((pcb & CHAINING) != 0) {
            return Optional.empty();
        }
        var apdu = chain;
        reset();
        return Optional.of(apdu);
    }
}
