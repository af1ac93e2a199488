package dev.puce.it.keycards;

import com.yubico.yubikit.core.Transport;
import com.yubico.yubikit.core.smartcard.SmartCardConnection;
import dev.puce.iso7816.Bytes;
import dev.puce.service.card.VirtualCard;
import dev.puce.service.card.VirtualCard.CardUnresponsiveException;
import java.io.IOException;

/// A virtual card as Yubico's library wants it.
record CardConnection(VirtualCard card) implements SmartCardConnection {
    @Override
    public byte[] sendAndReceive(byte[] apdu) throws IOException {
        try {
            return card.transmit(Bytes.of(apdu)).toArray();
        } catch (CardUnresponsiveException e) {
            throw new IOException(e);
        }
    }

    @Override
    public Transport getTransport() {
        return Transport.USB;
    }

    @Override
    public boolean isExtendedLengthApduSupported() {
        return false;
    }

    @Override
    public byte[] getAtr() {
        return new byte[0];
    }

    @Override
    public void close() {}
}
