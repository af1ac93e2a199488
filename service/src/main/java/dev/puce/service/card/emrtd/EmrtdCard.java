package dev.puce.service.card.emrtd;

import dev.puce.iso7816.BerTlv;
import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.CommandApdu;
import dev.puce.iso7816.ResponseApdu;
import dev.puce.iso7816.StatusWord;
import dev.puce.service.card.VirtualCard;
import dev.puce.service.card.apdu.ApplicationCard;
import dev.puce.service.card.apdu.CardApplication;
import dev.puce.service.card.apdu.RefusedException;
import dev.puce.service.card.keys.CardKey;
import dev.puce.service.card.keys.Personalization;
import dev.puce.service.card.memory.CardMemory;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;

/// A passport with BAC and PACE (ICAO Doc 9303, parts 10 and 11). It protects nothing: its memory is readable.
public final class EmrtdCard implements CardApplication {
    /// T=1; historical bytes "eMRTD".
    private static final Bytes ATR = Bytes.hex("3B 85 01 65 4D 52 54 44 EE");

    private static final Bytes APPLICATION = Bytes.hex("A0000002471001");
    private static final int PROTECTED = 0x0C;
    private static final int CHAINED = 0x10;
    private static final Bytes PASSWORD_MRZ = Bytes.of(1);
    private static final Bytes PASSWORD_CAN = Bytes.of(2);

    private final CardMemory memory;
    private final SecureRandom random;
    private final Files files;
    private final BasicAccessControl basic;
    private Optional<SecureMessaging> session = Optional.empty();
    private Optional<SecureMessaging> nextSession = Optional.empty();
    private Optional<Pace> pace = Optional.empty();
    private boolean chipAuthentication;
    private boolean selected;

    private EmrtdCard(CardMemory memory, SecureRandom random) {
        this.memory = memory;
        this.random = random;
        this.files = new Files(memory);
        this.basic = new BasicAccessControl(memory.getOrEmpty(EmrtdPersonalization.KEY_INFORMATION), random);
    }

    /// Makes a card of its memory.
    ///
    /// @param memory an empty one becomes the specimen of Doc 9303: number L898902C3, born 740812, expiry 120415,
    ///               CAN 123456
    /// @param random for keys and challenges
    public static VirtualCard of(CardMemory memory, SecureRandom random) {
        if (memory.cells().isEmpty()) {
            EmrtdPersonalization.write(memory, Personalization.NONE, random);
        }
        return new ApplicationCard(ATR, new EmrtdCard(memory, random), memory);
    }

    /// The commands of PACE have the chaining bit and an answer each.
    @Override
    public boolean isChained(CommandApdu command) {
        return false;
    }

    @Override
    public void reset() {
        session = Optional.empty();
        nextSession = Optional.empty();
        pace = Optional.empty();
        chipAuthentication = false;
        selected = false;
        files.reset();
        basic.reset();
    }

    @Override
    public ResponseApdu answer(CommandApdu command) throws RefusedException {
        if ((command.cla() & ~(PROTECTED | CHAINED)) != 0) {
            throw new RefusedException(StatusWord.CLASS_NOT_SUPPORTED);
        }
        if ((command.cla() & PROTECTED) == 0) {
            session = Optional.empty(); // a plain command ends secure messaging (9.8.3)
            return run(command, false);
        }
        SecureMessaging current =
                session.orElseThrow(() -> new RefusedException(StatusWord.SECURE_MESSAGING_NOT_SUPPORTED));
        CommandApdu plain;
        try {
            plain = current.unwrap(command);
        } catch (RefusedException wrong) {
            session = Optional.empty();
            throw wrong;
        }
        ResponseApdu answer = current.wrap(runProtected(plain));
        // New keys of chip authentication count from the next command on.
        nextSession.ifPresent(next -> session = Optional.of(next));
        nextSession = Optional.empty();
        return answer;
    }

    private ResponseApdu runProtected(CommandApdu command) {
        try {
            return run(command, true);
        } catch (RefusedException refused) {
            return new ResponseApdu(refused.status());
        }
    }

    private ResponseApdu run(CommandApdu command, boolean isProtected) throws RefusedException {
        return switch (command.ins()) {
            case 0x22 -> manage(command, isProtected);
            case 0x82 -> externalAuthenticate(command);
            case 0x84 -> new ResponseApdu(basic.challenge(), StatusWord.OK);
            case 0x86 -> generalAuthenticate(command, isProtected);
            case 0x88 -> internalAuthenticate(command, isProtected);
            case 0xA4 -> select(command, isProtected);
            case 0xB0 -> new ResponseApdu(files.read(command, isProtected && selected), StatusWord.OK);
            case 0xB1 -> new ResponseApdu(files.readOdd(command), StatusWord.OK);
            default -> throw new RefusedException(StatusWord.INSTRUCTION_NOT_SUPPORTED);
        };
    }

    private ResponseApdu select(CommandApdu command, boolean isProtected) throws RefusedException {
        switch (command.p1()) {
            case 0x00 -> {
                if (!command.data().isEmpty() && !command.data().equals(Bytes.hex("3F00"))) {
                    throw new RefusedException(StatusWord.FILE_NOT_FOUND);
                }
                selected = false;
                files.reset();
            }
            case 0x02 -> files.select(command.data(), isProtected && selected);
            case 0x04 -> {
                if (command.data().length() < 5 || !APPLICATION.startsWith(command.data())) {
                    throw new RefusedException(StatusWord.FILE_NOT_FOUND);
                }
                selected = true;
                files.reset();
            }
            default -> throw new RefusedException(StatusWord.WRONG_P1_P2);
        }
        return new ResponseApdu(StatusWord.OK);
    }

    /// EXTERNAL AUTHENTICATE of BAC.
    private ResponseApdu externalAuthenticate(CommandApdu command) throws RefusedException {
        if (!selected) {
            throw new RefusedException(StatusWord.CONDITIONS_NOT_SATISFIED);
        }
        var opened = basic.authenticate(command.data());
        session = Optional.of(opened.session());
        return new ResponseApdu(opened.answer(), StatusWord.OK);
    }

    /// MSE:Set AT, for PACE (C1A4) and for chip authentication (41A4).
    private ResponseApdu manage(CommandApdu command, boolean isProtected) throws RefusedException {
        BerTlv content = BerTlv.of("30", command.data());
        Optional<Bytes> protocol = content.find("80").map(BerTlv::value);
        switch (command.p1p2()) {
            case 0xC1A4 -> {
                require(protocol.filter(Pace.PROTOCOL::equals).isPresent(), StatusWord.WRONG_DATA);
                pace = Optional.of(new Pace(password(content.find("83").map(BerTlv::value)), random));
            }
            case 0x41A4 -> {
                require(isProtected, StatusWord.SECURITY_NOT_SATISFIED);
                require(
                        protocol.filter(SecurityInfos.CHIP_AUTHENTICATION::equals)
                                .isPresent(),
                        StatusWord.WRONG_DATA);
                chipAuthentication = true;
            }
            default -> throw new RefusedException(StatusWord.WRONG_P1_P2);
        }
        return new ResponseApdu(StatusWord.OK);
    }

    private Bytes password(Optional<Bytes> reference) throws RefusedException {
        if (reference.filter(PASSWORD_MRZ::equals).isPresent()) {
            return KeyDerivation.digest("SHA-1", memory.getOrEmpty(EmrtdPersonalization.KEY_INFORMATION));
        }
        if (reference.filter(PASSWORD_CAN::equals).isPresent()) {
            return memory.getOrEmpty(EmrtdPersonalization.CAN);
        }
        throw new RefusedException(StatusWord.REFERENCE_NOT_FOUND);
    }

    private ResponseApdu generalAuthenticate(CommandApdu command, boolean isProtected) throws RefusedException {
        BerTlv request = BerTlv.tryReadAll(command.data())
                .map(List::getFirst)
                .filter(object -> object.tag().value() == 0x7C)
                .orElseThrow(() -> new RefusedException(StatusWord.WRONG_DATA));
        if (chipAuthentication && isProtected) {
            chipAuthentication = false;
            return authenticateChip(request);
        }
        Pace run = pace.orElseThrow(() -> new RefusedException(StatusWord.CONDITIONS_NOT_SATISFIED));
        BerTlv answer;
        try {
            answer = run.next(request);
        } catch (RefusedException failed) {
            pace = Optional.empty();
            throw failed;
        }
        if (run.isDone()) {
            session = Optional.of(run.session());
            pace = Optional.empty();
        }
        return new ResponseApdu(BerTlv.of("7C", answer).encode(), StatusWord.OK);
    }

    /// Chip authentication: a secret with the reader's ephemeral key replaces the session keys (part 11, 6.2).
    private ResponseApdu authenticateChip(BerTlv request) throws RefusedException {
        Bytes point =
                request.find("80").map(BerTlv::value).orElseThrow(() -> new RefusedException(StatusWord.WRONG_DATA));
        try {
            Bytes secret = key(EmrtdPersonalization.CHIP_AUTHENTICATION).agree(point);
            nextSession = Optional.of(SecureMessaging.aes(secret));
            return new ResponseApdu(Bytes.hex("7C00"), StatusWord.OK);
        } catch (GeneralSecurityException e) {
            throw new RefusedException(StatusWord.WRONG_DATA);
        }
    }

    /// Active authentication: a plain ECDSA signature of the reader's challenge (part 11, 6.1).
    private ResponseApdu internalAuthenticate(CommandApdu command, boolean isProtected) throws RefusedException {
        require(isProtected && selected, StatusWord.SECURITY_NOT_SATISFIED);
        require(command.data().length() == 8, StatusWord.WRONG_LENGTH);
        try {
            Bytes signature = key(EmrtdPersonalization.ACTIVE_AUTHENTICATION)
                    .sign("SHA256withECDSAinP1363Format", command.data());
            return new ResponseApdu(signature, StatusWord.OK);
        } catch (GeneralSecurityException e) {
            throw new RefusedException(StatusWord.NO_INFORMATION_GIVEN);
        }
    }

    private CardKey key(String name) throws GeneralSecurityException {
        return CardKey.decode(memory.getOrEmpty(name));
    }

    private static void require(boolean holds, StatusWord otherwise) throws RefusedException {
        if (!holds) {
            throw new RefusedException(otherwise);
        }
    }
}
