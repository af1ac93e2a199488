package dev.puce.it;

import dev.puce.iso7816.Bytes;
import dev.puce.service.card.VirtualCard;

/// A card that does what another card does, except for what a subclass overrides.
public abstract class DelegatingCard implements VirtualCard {
    private final VirtualCard card;

    /// @param card answers in place of this one
    protected DelegatingCard(VirtualCard card) {
        this.card = card;
    }

    @Override
    public Bytes powerOn() throws CardUnresponsiveException {
        return card.powerOn();
    }

    @Override
    public void powerOff() {
        card.powerOff();
    }

    @Override
    public Bytes reset() throws CardUnresponsiveException {
        return card.reset();
    }

    @Override
    public Bytes transmit(Bytes command) throws CardUnresponsiveException {
        return card.transmit(command);
    }
}
