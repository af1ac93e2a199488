package dev.puce.service.card.fido;

import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.CommandApdu;
import dev.puce.iso7816.ResponseApdu;
import dev.puce.iso7816.StatusWord;
import dev.puce.service.card.VirtualCard;
import dev.puce.service.card.apdu.ApplicationCard;
import dev.puce.service.card.apdu.CardApplication;
import dev.puce.service.card.apdu.RefusedException;
import dev.puce.service.card.keys.Personalization;
import dev.puce.service.card.memory.CardMemory;
import java.security.SecureRandom;

/// A FIDO authenticator: U2F and CTAP 2.0 over APDUs (CTAP 2.2, 11.3). It protects nothing: its memory is readable.
public final class FidoCard implements CardApplication {
    /// T=1; historical bytes: extended length, "puce".
    private static final Bytes ATR = Bytes.hex("3B 8A 01 80 73 C0 21 C0 54 70 75 63 65 0E");

    private static final Bytes AID = Bytes.hex("A0000006472F0001");

    private final Authenticator authenticator;
    private final U2f u2f;
    private boolean selected;

    private FidoCard(CardMemory memory, SecureRandom random) {
        var credentials = new Credentials(memory, random);
        this.authenticator = new Authenticator(credentials, new ClientPin(memory, random));
        this.u2f = new U2f(credentials, memory);
    }

    /// Makes a card of its memory.
    ///
    /// @param memory an empty one becomes a card without credentials and without PIN
    /// @param random for keys and credential IDs
    public static VirtualCard of(CardMemory memory, SecureRandom random) {
        if (memory.cells().isEmpty()) {
            FidoPersonalization.write(memory, Personalization.NONE, random);
        }
        return new ApplicationCard(ATR, new FidoCard(memory, random), memory);
    }

    @Override
    public void reset() {
        selected = false;
        authenticator.reset();
    }

    /// Class 90 is class 80 with the chaining bit (CTAP 2.2, 11.3.4).
    @Override
    public boolean isChained(CommandApdu command) {
        return command.cla() == 0x90 || command.classByte().isChained();
    }

    @Override
    public ResponseApdu answer(CommandApdu command) throws RefusedException {
        return switch (command.cla()) {
            case 0x00 -> interindustry(command);
            case 0x80 -> proprietary(command);
            default -> throw new RefusedException(StatusWord.CLASS_NOT_SUPPORTED);
        };
    }

    private ResponseApdu interindustry(CommandApdu command) throws RefusedException {
        if (command.ins() == 0xA4) {
            return select(command);
        }
        requireSelected();
        return switch (command.ins()) {
            case 0x01 -> u2f.register(command);
            case 0x02 -> u2f.authenticate(command);
            case 0x03 -> new ResponseApdu(U2f.VERSION, StatusWord.OK);
            default -> throw new RefusedException(StatusWord.INSTRUCTION_NOT_SUPPORTED);
        };
    }

    private ResponseApdu proprietary(CommandApdu command) throws RefusedException {
        requireSelected();
        return switch (command.ins()) {
            case 0x10 -> new ResponseApdu(authenticator.answer(command.data()), StatusWord.OK);
            case 0x12 -> {
                reset(); // NFCCTAP_CONTROL: the platform is done
                yield new ResponseApdu(StatusWord.OK);
            }
            default -> throw new RefusedException(StatusWord.INSTRUCTION_NOT_SUPPORTED);
        };
    }

    private void requireSelected() throws RefusedException {
        if (!selected) {
            throw new RefusedException(StatusWord.CONDITIONS_NOT_SATISFIED);
        }
    }

    private ResponseApdu select(CommandApdu command) throws RefusedException {
        if (command.p1() != 0x04 || command.data().length() < 5 || !AID.startsWith(command.data())) {
            throw new RefusedException(StatusWord.FILE_NOT_FOUND);
        }
        selected = true;
        return new ResponseApdu(U2f.VERSION, StatusWord.OK);
    }
}
