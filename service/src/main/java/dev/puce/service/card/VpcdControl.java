package dev.puce.service.card;

import dev.puce.iso7816.Bytes;

/// Control messages of a reader of the vsmartcard project: frames of one byte. Longer frames are commands.
final class VpcdControl {
    /// Powers the card off; no response.
    static final Bytes POWER_OFF = Bytes.of(0);
    /// Powers the card on; no response, vpcd then requests the ATR.
    static final Bytes POWER_ON = Bytes.of(1);
    /// Resets the card; no response, vpcd then requests the ATR.
    static final Bytes RESET = Bytes.of(2);
    /// Requests the ATR. vpcd requests it every 0.4 s, with or without power, to detect whether a card is present.
    static final Bytes GET_ATR = Bytes.of(4);

    private VpcdControl() {}
}
