package dev.puce.service.card;

import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.CommandApdu;
import dev.puce.iso7816.ResponseApdu;
import dev.puce.iso7816.StatusWord;

/// The simplest card: it sends back the data of every command, filled with a counting pattern up to Ne if a
/// command has none, and 9000. For tests of readers and of the way to them.
public final class EchoCard implements VirtualCard {
    /// T=1 only, historical bytes "echo".
    public static final Bytes DEFAULT_ATR = Bytes.hex("3B 84 01 65 63 68 6F 84");

    private final Bytes atr;

    /// A card for T=1.
    public EchoCard() {
        this(DEFAULT_ATR);
    }

    /// A card that offers what this ATR says.
    public EchoCard(Bytes atr) {
        this.atr = atr;
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
