package dev.puce.trace.redaction;

import dev.puce.iso7816.Bytes;

/// The data groupings of GlobalPlatform's STORE DATA, which may go on in the next command. Those of keys and PINs have
/// numbers from 8000 to 8FFF (EMV CPS 1.1).
final class DataGroupings {
    private int left; // bytes of a secret grouping that are still to come

    /// The next command does not continue a grouping.
    void forget() {
        left = 0;
    }

    /// Whether a STORE DATA has a part of a secret grouping. P1 tells whether the data are data groupings or data
    /// objects (GlobalPlatform 2.3.1, 11.11.2.1).
    boolean haveSecret(Bytes command) {
        int at = Frame.dataAt(command);
        int end = command.length();
        boolean isSecret = left > 0;
        int after = Math.max(0, left - (end - at));
        at = Math.min(end, at + left);
        boolean isObjects = (command.get(2) & 0x18) == 0x10;
        while (!isObjects && at + 2 < end) {
            boolean isKey = command.get(at) >> 4 == 8;
            int length = command.get(at + 2);
            at += 3;
            if (length == 0xFF && at + 1 < end) {
                length = command.get(at) << 8 | command.get(at + 1);
                at += 2;
            }
            isSecret |= isKey;
            after = isKey ? Math.max(0, at + length - end) : 0;
            at += length;
        }
        left = after;
        return isSecret;
    }
}
