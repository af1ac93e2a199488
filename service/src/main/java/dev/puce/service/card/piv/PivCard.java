package dev.puce.service.card.piv;

import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.CommandApdu;
import dev.puce.iso7816.ResponseApdu;
import dev.puce.iso7816.StatusWord;
import dev.puce.service.card.VirtualCard;
import dev.puce.service.card.apdu.ApplicationCard;
import dev.puce.service.card.apdu.CardApplication;
import dev.puce.service.card.apdu.PlainClass;
import dev.puce.service.card.apdu.RefusedException;
import dev.puce.service.card.keys.Personalization;
import dev.puce.service.card.memory.CardMemory;
import java.security.SecureRandom;

/// A PIV card with keys. It protects nothing: its memory is readable.
public final class PivCard implements CardApplication {
    /// T=1; historical bytes: selection by full and partial name, extended length, "puce PIV".
    private static final Bytes ATR = Bytes.hex("3B 8E 01 80 73 C0 21 C0 58 70 75 63 65 20 50 49 56 69");

    private static final Bytes AID = Bytes.hex("A000000308 0000 1000 0100");
    private static final Bytes PROPERTIES = Bytes.hex("61 11 4F 06 000010000100 79 07 4F 05 A000000308");

    private final Pins pins;
    private final ManagementKey management;
    private final PivObjects objects;
    private final PivKeyCommands keys;
    private final YubicoCommands yubico;
    private boolean selected;

    private PivCard(CardMemory memory, SecureRandom random) {
        var slots = new PivKeys(memory);
        this.pins = new Pins(memory);
        this.management = new ManagementKey(memory, random);
        this.objects = new PivObjects(memory, pins, management);
        this.keys = new PivKeyCommands(slots, pins, management, random);
        this.yubico = new YubicoCommands(memory, slots, pins, management, random);
    }

    /// Makes a card of its memory.
    ///
    /// @param memory an empty one becomes a card with keys on P-256 and self-signed certificates
    /// @param random for keys and challenges
    public static VirtualCard of(CardMemory memory, SecureRandom random) {
        if (memory.cells().isEmpty()) {
            PivPersonalization.write(memory, Personalization.NONE, random);
        }
        return new ApplicationCard(ATR, new PivCard(memory, random), memory);
    }

    @Override
    public void reset() {
        selected = false;
        pins.reset();
        management.reset();
    }

    @Override
    public ResponseApdu answer(CommandApdu command) throws RefusedException {
        PlainClass.require(command.classByte());
        if (command.ins() == 0xA4) {
            return select(command);
        }
        if (!selected) {
            throw new RefusedException(StatusWord.CONDITIONS_NOT_SATISFIED);
        }
        return switch (command.ins()) {
            case 0x20 -> pins.verify(command);
            case 0x24 -> pins.change(command);
            case 0x2C -> pins.resetCounter(command);
            case 0x47 -> keys.generate(command);
            case 0x87 -> keys.authenticate(command);
            case 0xCB -> objects.get(command);
            case 0xDB -> objects.put(command);
            case 0xF6 -> yubico.move(command);
            case 0xF7 -> yubico.metadata(command);
            case 0xF8 -> yubico.serial();
            case 0xF9 -> yubico.attest(command);
            case 0xFA -> yubico.setRetries(command);
            case 0xFB -> yubico.reset();
            case 0xFD -> yubico.version();
            case 0xFE -> keys.importKey(command);
            case 0xFF -> yubico.setManagementKey(command);
            default -> throw new RefusedException(StatusWord.INSTRUCTION_NOT_SUPPORTED);
        };
    }

    /// Another application that is not there leaves this one selected.
    private ResponseApdu select(CommandApdu command) throws RefusedException {
        if (command.p1() != 0x04 || command.data().length() < 5 || !AID.startsWith(command.data())) {
            throw new RefusedException(StatusWord.FILE_NOT_FOUND);
        }
        selected = true;
        pins.reset();
        management.reset();
        return new ResponseApdu(PROPERTIES, StatusWord.OK);
    }
}
