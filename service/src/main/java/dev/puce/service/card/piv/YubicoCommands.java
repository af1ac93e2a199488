package dev.puce.service.card.piv;

import dev.puce.iso7816.BerTlv;
import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.CommandApdu;
import dev.puce.iso7816.ResponseApdu;
import dev.puce.iso7816.StatusWord;
import dev.puce.service.card.apdu.RefusedException;
import dev.puce.service.card.keys.CardKey;
import dev.puce.service.card.keys.SelfMadeCertificate;
import dev.puce.service.card.memory.CardMemory;
import dev.puce.service.card.piv.Pins.Secret;
import java.security.SecureRandom;

/// Instructions of YubiKeys that clients use for administration ("PIV tool" documentation of Yubico).
final class YubicoCommands {
    /// The firmware whose instructions these are.
    private static final Bytes VERSION = Bytes.of(5, 7, 2);

    private static final int NO_TOUCH = 1;
    private static final int PIN_ALGORITHM = 0xFF;

    private final CardMemory memory;
    private final PivKeys keys;
    private final Pins pins;
    private final ManagementKey management;
    private final SecureRandom random;

    YubicoCommands(CardMemory memory, PivKeys keys, Pins pins, ManagementKey management, SecureRandom random) {
        this.memory = memory;
        this.keys = keys;
        this.pins = pins;
        this.management = management;
        this.random = random;
    }

    ResponseApdu version() {
        return new ResponseApdu(VERSION, StatusWord.OK);
    }

    /// The card's number, 4 bytes.
    ResponseApdu serial() {
        return new ResponseApdu(memory.getOrEmpty("serial"), StatusWord.OK);
    }

    /// GET METADATA of a PIN, PUK or key.
    ResponseApdu metadata(CommandApdu command) throws RefusedException {
        Bytes data = switch (command.p2()) {
            case 0x80, 0x81 -> pinMetadata(Secret.of(command.p2()));
            case ManagementKey.REFERENCE ->
                tlv("01", Bytes.of(management.algorithm()))
                        .plus(tlv("02", Bytes.of(0, NO_TOUCH)))
                        .plus(tlv("05", truth(management.isDefault())));
            default -> keyMetadata(command.p2());
        };
        return new ResponseApdu(data, StatusWord.OK);
    }

    private Bytes pinMetadata(Secret secret) {
        return tlv("01", Bytes.of(PIN_ALGORITHM))
                .plus(tlv("05", truth(pins.isDefault(secret))))
                .plus(tlv("06", Bytes.of(pins.maxTries(secret), pins.triesLeft(secret))));
    }

    private Bytes keyMetadata(int reference) throws RefusedException {
        PivSlot slot = PivSlot.of(reference, StatusWord.REFERENCE_NOT_FOUND);
        CardKey key = keys.require(slot);
        return tlv("01", Bytes.of(PivAlgorithm.identifier(key.algorithm())))
                .plus(tlv("02", Bytes.of(keys.policy(slot).number(), NO_TOUCH)))
                .plus(tlv("03", Bytes.of(keys.origin(slot))))
                .plus(tlv("04", key.publicKeyObjects()));
    }

    private static Bytes truth(boolean value) {
        return Bytes.of(value ? 1 : 0);
    }

    private static Bytes tlv(String tag, Bytes value) {
        return BerTlv.of(tag, value).encode();
    }

    /// ATTEST: a certificate about a key that the card has generated, in slot P1. It has none of Yubico's extensions.
    ResponseApdu attest(CommandApdu command) throws RefusedException {
        PivSlot slot = PivSlot.of(command.p1());
        CardKey key = keys.require(slot);
        if (command.p2() != 0 || keys.origin(slot) != PivKeys.GENERATED) {
            throw new RefusedException(StatusWord.WRONG_DATA);
        }
        var certificate = new SelfMadeCertificate(
                "PIV attestation %02X".formatted(command.p1()),
                key,
                PivPersonalization.ATTESTATION,
                keys.require(PivSlot.ATTESTATION));
        return new ResponseApdu(certificate.encode(random), StatusWord.OK);
    }

    /// SET MANAGEMENT KEY: algorithm, 9B, length, key. Whether it wants a touch does not matter.
    ResponseApdu setManagementKey(CommandApdu command) throws RefusedException {
        management.require();
        Bytes data = command.data();
        boolean wellFormed = command.p1() == 0xFF
                && data.length() > 3
                && data.get(1) == ManagementKey.REFERENCE
                && data.get(2) == data.length() - 3;
        if (!wellFormed) {
            throw new RefusedException(StatusWord.WRONG_DATA);
        }
        management.change(data.get(0), data.from(3));
        return new ResponseApdu(StatusWord.OK);
    }

    /// SET PIN RETRIES, which sets PIN and PUK to their initial values.
    ResponseApdu setRetries(CommandApdu command) throws RefusedException {
        management.require();
        pins.require();
        if (command.p1() == 0 || command.p2() == 0 || command.p1() > 15 || command.p2() > 15) {
            throw new RefusedException(StatusWord.WRONG_P1_P2);
        }
        Pins.setDefaults(memory, command.p1(), command.p2());
        return new ResponseApdu(StatusWord.OK);
    }

    /// MOVE KEY from slot P2 to slot P1; P1 FF deletes it.
    ResponseApdu move(CommandApdu command) throws RefusedException {
        management.require();
        PivSlot from = PivSlot.of(command.p2());
        keys.require(from);
        if (command.p1() == 0xFF) {
            keys.remove(from);
        } else {
            keys.move(from, PivSlot.of(command.p1()));
        }
        return new ResponseApdu(StatusWord.OK);
    }

    /// RESET, when PIN and PUK are blocked: no keys and certificates but those of attestation, initial PIN, PUK and
    /// management key.
    ResponseApdu reset() throws RefusedException {
        if (pins.triesLeft(Secret.PIN) > 0 || pins.triesLeft(Secret.PUK) > 0) {
            throw new RefusedException(StatusWord.CONDITIONS_NOT_SATISFIED);
        }
        Bytes serial = memory.getOrEmpty("serial");
        memory.removeIf(name -> !PivSlot.ATTESTATION.owns(name));
        memory.put("serial", serial);
        PivPersonalization.writeInitialSecrets(memory);
        keys.forget();
        pins.reset();
        management.reset();
        return new ResponseApdu(StatusWord.OK);
    }
}
