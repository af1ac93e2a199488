package dev.puce.service.card;

import dev.puce.iso7816.Bytes;

/// What a reader of the vsmartcard project asks of a card in frames of one byte; longer ones are commands.
final class VpcdControl {
    /// No answer.
    static final Bytes POWER_OFF = Bytes.of(0);
    /// No answer; vpcd asks for the ATR next.
    static final Bytes POWER_ON = Bytes.of(1);
    /// No answer; vpcd asks for the ATR next.
    static final Bytes RESET = Bytes.of(2);
    /// The answer is a frame with the ATR. vpcd asks every 0.4 s, with power or without, to see whether a card is
    /// there.
    static final Bytes GET_ATR = Bytes.of(4);

    private VpcdControl() {}
}
