package dev.puce.service.card.openpgp;

import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.CommandApdu;
import dev.puce.iso7816.ResponseApdu;
import dev.puce.iso7816.StatusWord;
import dev.puce.service.card.VirtualCard;
import dev.puce.service.card.apdu.ApplicationCard;
import dev.puce.service.card.apdu.CardApplication;
import dev.puce.service.card.apdu.RefusedException;
import dev.puce.service.card.keys.CardRandom;
import dev.puce.service.card.memory.CardMemory;
import dev.puce.service.card.openpgp.Passwords.Password;
import dev.puce.service.card.openpgp.Passwords.Right;
import java.security.SecureRandom;

/// An OpenPGP card 3.4. It protects nothing: its memory is readable.
public final class OpenPgpCard implements CardApplication {
    /// Chaining and extended length; no status indicator of its own (6.1).
    static final Bytes HISTORICAL_BYTES = Bytes.hex("00 31 C5 73 C0 01 C0 05 90 00");

    /// T=1, the historical bytes, check byte.
    static final Bytes ATR = Bytes.hex("3B 8A 01").plus(HISTORICAL_BYTES);

    private static final Bytes APPLICATION = Bytes.hex("D27600012401");
    private static final StatusWord TERMINATED = new StatusWord(0x6285);
    private static final int MAX_CHALLENGE = 0x0800;

    private final Contents contents;
    private final Passwords passwords;
    private final OpenPgpDataObjects objects;
    private final OpenPgpKeyCommands keys;
    private final SecureRandom random;
    private boolean selected;

    private OpenPgpCard(CardMemory memory, SecureRandom random) {
        this.contents = new Contents(memory);
        this.passwords = new Passwords(memory);
        this.objects = new OpenPgpDataObjects(contents, passwords);
        this.keys = new OpenPgpKeyCommands(contents, passwords, objects, random);
        this.random = random;
    }

    /// Makes a card of its memory.
    ///
    /// @param memory an empty one becomes a new card: no keys, PINs 123456 and 12345678
    /// @param random for keys and challenges
    public static VirtualCard of(CardMemory memory, SecureRandom random) {
        personalize(memory, random);
        Bytes atr = ATR.plus(checkByte(ATR));
        return new ApplicationCard(atr, new OpenPgpCard(memory, random), memory);
    }

    /// Writes what a new card has into an empty memory.
    static Contents personalize(CardMemory memory, SecureRandom random) {
        var contents = new Contents(memory);
        if (memory.cells().isEmpty()) {
            memory.put("serial", Bytes.of(CardRandom.bytes(random, 4)));
            contents.factoryReset();
        }
        return contents;
    }

    // Exclusive or of everything after TS (ISO/IEC 7816-3:2006, 8.2.5).
    private static Bytes checkByte(Bytes atr) {
        int check = 0;
        for (int i = 1; i < atr.length(); i++) {
            check ^= atr.get(i);
        }
        return Bytes.of(check);
    }

    @Override
    public void reset() {
        selected = false;
        forget();
    }

    private void forget() {
        passwords.reset();
        objects.reset();
        keys.reset();
    }

    @Override
    public ResponseApdu answer(CommandApdu command) throws RefusedException {
        if ((command.cla() & ~0x10) != 0) {
            throw new RefusedException(StatusWord.CLASS_NOT_SUPPORTED);
        }
        if (command.ins() == 0xA4) {
            return select(command);
        }
        if (!selected) {
            throw new RefusedException(StatusWord.CONDITIONS_NOT_SATISFIED);
        }
        if (contents.isTerminated()) {
            if (command.ins() == 0x44) {
                return activate();
            }
            throw new RefusedException(TERMINATED);
        }
        return switch (command.ins()) {
            case 0x20 -> passwords.verify(command);
            case 0x22 -> keys.manage(command);
            case 0x24 -> passwords.change(command);
            case 0x2A -> keys.perform(command);
            case 0x2C -> passwords.resetCounter(command);
            case 0x44 -> new ResponseApdu(StatusWord.OK); // active already
            case 0x47 -> keys.generate(command);
            case 0x84 -> challenge(command);
            case 0x88 -> keys.authenticate(command);
            case 0xA5 -> objects.select(command);
            case 0xCA -> objects.get(command);
            case 0xCC -> objects.getNext(command);
            case 0xDA -> objects.put(command);
            case 0xDB -> keys.importKey(command);
            case 0xE6 -> terminate();
            default -> throw new RefusedException(StatusWord.INSTRUCTION_NOT_SUPPORTED);
        };
    }

    private ResponseApdu select(CommandApdu command) throws RefusedException {
        boolean matches = command.p1() == 0x04
                && !command.data().isEmpty()
                && (objects.aid().startsWith(command.data()) || command.data().equals(APPLICATION));
        if (!matches) {
            throw new RefusedException(StatusWord.FILE_NOT_FOUND);
        }
        selected = true;
        forget();
        return new ResponseApdu(contents.isTerminated() ? TERMINATED : StatusWord.OK);
    }

    private ResponseApdu challenge(CommandApdu command) throws RefusedException {
        if (command.ne() == 0 || (command.ne() > MAX_CHALLENGE && command.ne() != CommandApdu.MAX_EXTENDED_NE)) {
            throw new RefusedException(StatusWord.WRONG_LENGTH);
        }
        int count = Math.min(command.ne(), MAX_CHALLENGE);
        return new ResponseApdu(Bytes.of(CardRandom.bytes(random, count)), StatusWord.OK);
    }

    /// TERMINATE DF: with PW3, or when PW1 and PW3 are blocked (7.2.16).
    private ResponseApdu terminate() throws RefusedException {
        boolean lost = passwords.triesLeft(Password.PW1) == 0 && passwords.triesLeft(Password.PW3) == 0;
        if (!lost) {
            passwords.require(Right.ADMIN);
        }
        contents.terminate();
        return new ResponseApdu(StatusWord.OK);
    }

    /// ACTIVATE FILE after TERMINATE DF: the card is as new (7.2.17).
    private ResponseApdu activate() {
        contents.factoryReset();
        forget();
        return new ResponseApdu(StatusWord.OK);
    }
}
