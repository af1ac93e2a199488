package dev.puce.it.pcsc;

import dev.puce.iso7816.Bytes;
import dev.puce.it.PinForgettingCard;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/// A card for T=1 that answers with a receipt for commands with INS 20.
///
/// Other commands give the length of the answer, including the status word: P1, P2 and the first byte of data.
public final class PatternCard extends PinForgettingCard {
    public static final Bytes ATR = Bytes.hex("3B 80 01 81");

    /// Returns the command whose answer has this length.
    public static Bytes command(int answerLength) {
        return Bytes.of(0x80, 0x10, answerLength >> 16, answerLength >> 8, 1, answerLength);
    }

    public PatternCard() {
        super(ATR);
    }

    @Override
    public Bytes transmit(Bytes command) {
        if (command.length() > 1 && command.get(1) == 0x20) {
            return receipt(command);
        }
        if (command.length() != 6 || command.get(1) != 0x10) {
            return Bytes.of(0x6D, 0x00);
        }
        return answer(command.get(2) << 16 | command.get(3) << 8 | command.get(5));
    }

    /// Returns a command of this length, whose answer is its [#receipt].
    public static Bytes longCommand(int length) {
        var bytes = new byte[length];
        for (int i = 4; i < length; i++) {
            bytes[i] = (byte) (i * 29 + (i >> 8));
        }
        bytes[1] = 0x20;
        return Bytes.of(bytes);
    }

    /// Length (3 bytes) and CRC-32 of a command.
    public static Bytes receipt(Bytes command) {
        var crc = new CRC32();
        crc.update(command.toArray());
        var receipt = ByteBuffer.allocate(8).putInt(command.length()).putInt((int) crc.getValue());
        return Bytes.from(receipt.position(1).limit(8)).plus(Bytes.hex("9000"));
    }

    /// Returns the answer of this length.
    public static Bytes answer(int length) {
        var bytes = new byte[length];
        for (int i = 0; i < length - 2; i++) {
            bytes[i] = (byte) (i * 31 + (i >> 8));
        }
        bytes[length - 2] = (byte) 0x90;
        return Bytes.of(bytes);
    }
}
