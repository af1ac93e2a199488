package dev.puce.service.card;

import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.CommandApdu;
import dev.puce.iso7816.ResponseApdu;
import dev.puce.iso7816.StatusWord;

/// The simplest card: it echoes the data of every command with status 9000. Without data it returns a counting
/// pattern of Ne bytes. For tests of readers and connections.
public final class EchoCard implements VirtualCard {
    /// ATR for T=1 only, with the historical bytes "echo".
    public static final Bytes DEFAULT_ATR = Bytes.hex("3B 84 01 65 63 68 6F 84");

    private final Bytes atr;

    /// Makes a card for T=1.
    public EchoCard() {
        this(DEFAULT_ATR);
    }

    /// Makes a card with the protocols of an ATR.
    public EchoCard(Bytes atr) {
        this.atr = atr;
    }

    @Override
    public Bytes powerOn() {
        return atr;
    }

    @Override
    public void powerOff() {
        // The card has no state.
    }

    @Override
    public Bytes reset() {
        return atr;
    }

    @Override
    public Bytes transmit(Bytes bytes) {
        return CommandApdu.tryParse(bytes)
                .map(command -> new ResponseApdu(echo(command), StatusWord.OK))
                .orElse(new ResponseApdu(StatusWord.WRONG_LENGTH))
                .encode();
    }

    private static Bytes echo(CommandApdu command) {
        if (!command.data().isEmpty()) {
            return command.data();
        }
        var pattern = new byte[command.ne()];
        for (int i = 0; i < pattern.length; i++) {
            pattern[i] = (byte) i;
        }
        return Bytes.of(pattern);
    }

    @Override
    public boolean answersAtOnce() {
        return true;
    }
}
