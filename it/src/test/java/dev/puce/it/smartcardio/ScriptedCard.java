package dev.puce.it.smartcardio;

import dev.puce.iso7816.Bytes;
import dev.puce.service.card.VirtualCard;
import java.util.function.UnaryOperator;

/// A card that is a function, with an ATR for T=1.
///
/// @param atr    its answer to reset
/// @param answer what it says to a command
record ScriptedCard(Bytes atr, UnaryOperator<Bytes> answer) implements VirtualCard {
    /// Offers T=1, historical bytes "test".
    static final Bytes ATR = Bytes.hex("3B 84 01 74 65 73 74 93");

    static ScriptedCard of(UnaryOperator<Bytes> answer) {
        return new ScriptedCard(ATR, answer);
    }

    @Override
    public Bytes powerOn() {
        return atr;
    }

    @Override
    public void powerOff() {
        // It remembers nothing.
    }

    @Override
    public Bytes reset() {
        return atr;
    }

    @Override
    public Bytes transmit(Bytes command) {
        return answer.apply(command);
    }
}
