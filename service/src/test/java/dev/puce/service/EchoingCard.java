package dev.puce.service;

import dev.puce.iso7816.Bytes;
import dev.puce.service.card.EchoCard;
import dev.puce.service.card.VirtualCard;

/// An echo card with overridable behaviour that does not claim to answer at once.
public class EchoingCard implements VirtualCard {
    private final EchoCard card = new EchoCard();

    /// Makes a card for T=1.
    public EchoingCard() {}

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
