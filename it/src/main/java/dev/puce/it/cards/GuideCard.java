package dev.puce.it.cards;

import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.CommandApdu;
import dev.puce.iso7816.ResponseApdu;
import dev.puce.iso7816.StatusWord;
import dev.puce.it.PinForgettingCard;

/// The card of the guide, with an application, random numbers, one logical channel and a purse.
public final class GuideCard extends PinForgettingCard {
    /// T=1, historical bytes "guide".
    public static final Bytes ATR = Bytes.hex("3B 85 01 67 75 69 64 65 FE");

    public GuideCard() {
        super(ATR);
    }

    @Override
    public Bytes transmit(Bytes command) {
        return CommandApdu.tryParse(command)
                .map(GuideCard::answer)
                .orElse(new ResponseApdu(StatusWord.WRONG_LENGTH))
                .encode();
    }

    private static ResponseApdu answer(CommandApdu command) {
        return switch (command.ins()) {
            case 0xA4 ->
                command.data().equals(Bytes.hex("FFFF"))
                        ? new ResponseApdu(StatusWord.FILE_NOT_FOUND)
                        : new ResponseApdu(Bytes.hex("6F 09 84 07 A0000000031010"), StatusWord.OK);
            case 0x84 -> new ResponseApdu(Bytes.of(new byte[command.ne()]), StatusWord.OK);
            case 0x70 ->
                command.p1() == 0 ? new ResponseApdu(Bytes.of(1), StatusWord.OK) : new ResponseApdu(StatusWord.OK);
            case 0x50 -> new ResponseApdu(Bytes.of(42), StatusWord.OK);
            default -> new ResponseApdu(StatusWord.OK);
        };
    }
}
