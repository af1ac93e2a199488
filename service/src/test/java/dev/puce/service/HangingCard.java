package dev.puce.service;

import dev.puce.iso7816.Bytes;
import java.util.concurrent.CountDownLatch;

/// A card that does not answer a command, or its first reset, until the test releases it.
final class HangingCard extends EchoingCard {
    final CountDownLatch hanging = new CountDownLatch(1);
    final CountDownLatch release = new CountDownLatch(1);
    private final boolean fromTheBeginning;

    HangingCard(boolean fromTheBeginning) {
        this.fromTheBeginning = fromTheBeginning;
    }

    @Override
    public Bytes powerOn() throws CardUnresponsiveException {
        if (fromTheBeginning) {
            hang();
        }
        return super.powerOn();
    }

    @Override
    public Bytes transmit(Bytes command) throws CardUnresponsiveException {
        hang();
        return super.transmit(command);
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
