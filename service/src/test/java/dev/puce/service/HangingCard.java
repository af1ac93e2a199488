package dev.puce.service;

import dev.puce.iso7816.Bytes;
import dev.puce.service.card.EchoCard;
import dev.puce.service.card.VirtualCard;
import java.util.concurrent.CountDownLatch;

/// Does not answer before it is released: a command, or its first reset already.
final class HangingCard implements VirtualCard {
    final CountDownLatch hanging = new CountDownLatch(1);
    final CountDownLatch release = new CountDownLatch(1);
    private final EchoCard card = new EchoCard();
    private final boolean fromTheBeginning;

    HangingCard(boolean fromTheBeginning) {
        this.fromTheBeginning = fromTheBeginning;
    }

    @Override
    public Bytes powerOn() throws CardUnresponsiveException {
        if (fromTheBeginning) {
            hang();
        }
        return card.powerOn();
    }

    @Override
    public void powerOff() {
        card.powerOff();
    }

    @Override
    public Bytes reset() {
        return card.reset();
    }

    @Override
    public Bytes transmit(Bytes command) throws CardUnresponsiveException {
        hang();
        return card.transmit(command);
    }

    private void hang() throws CardUnresponsiveException {
        hanging.countDown();
        try {
            release.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CardUnresponsiveException("interrupted");
        }
    }
}
