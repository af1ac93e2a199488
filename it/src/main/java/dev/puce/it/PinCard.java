package dev.puce.it;

import dev.puce.iso7816.Bytes;

/// A card for T=1 with a master file and one PIN, 4711.
public final class PinCard extends PinForgettingCard {
    /// T=1, historical bytes "puce".
    public static final Bytes ATR = Bytes.hex("3B 84 01 70 75 63 65 86");

    private static final Bytes SELECT_MASTER_FILE = Bytes.hex("00 A4 00 00 02 3F 00");
    private static final Bytes VERIFY = Bytes.hex("00 20 00 01 04 34 37 31 31");

    public PinCard() {
        super(ATR);
    }

    @Override
    public Bytes transmit(Bytes command) {
        if (command.startsWith(SELECT_MASTER_FILE)) {
            return Bytes.hex("9000");
        }
        if (command.get(1) == 0x20) {
            return command.equals(VERIFY) ? Bytes.hex("9000") : Bytes.hex("63C2");
        }
        return Bytes.hex("6A82");
    }
}
