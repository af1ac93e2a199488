package dev.puce.it;

import dev.puce.iso7816.Bytes;
import dev.puce.service.card.VirtualCard;

/// A card without state: power and resets change nothing.
public abstract class PinForgettingCard implements VirtualCard {
    private final Bytes atr;

    /// @param atr its answer to every reset
    protected PinForgettingCard(Bytes atr) {
        this.atr = atr;
    }

    @Override
    public final Bytes powerOn() {
        return atr;
    }

    @Override
    public final void powerOff() {}

    @Override
    public final Bytes reset() {
        return atr;
    }

    @Override
    public abstract Bytes transmit(Bytes command);
}
