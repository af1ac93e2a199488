package dev.puce.service.card.openpgp;

import dev.puce.iso7816.BerTag;
import dev.puce.iso7816.BerTlv;
import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.CommandApdu;
import dev.puce.iso7816.ResponseApdu;
import dev.puce.iso7816.StatusWord;
import dev.puce.service.card.apdu.RefusedException;
import dev.puce.service.card.openpgp.Passwords.Password;
import dev.puce.service.card.openpgp.Passwords.Right;
import java.util.Optional;

/// GET DATA, GET NEXT DATA, SELECT DATA and PUT DATA (7.2.5 to 7.2.8).
final class OpenPgpDataObjects {
    private static final int MAX_OBJECT = 0x0800;
    private static final int MAX_COMMAND = 0x1000;
    private static final int CERTIFICATE = 0x7F21;
    private static final Bytes KDF_OFF = Bytes.hex("810100");

    private final Contents contents;
    private final Passwords passwords;
    private int certificate;

    OpenPgpDataObjects(Contents contents, Passwords passwords) {
        this.contents = contents;
        this.passwords = passwords;
    }

    void reset() {
        certificate = 0;
    }

    /// GET DATA.
    ResponseApdu get(CommandApdu command) throws RefusedException {
        return new ResponseApdu(value(command.p1p2()), StatusWord.OK);
    }

    /// GET NEXT DATA, which only the cardholder certificates have.
    ResponseApdu getNext(CommandApdu command) throws RefusedException {
        if (command.p1p2() != CERTIFICATE || certificate >= 2) {
            throw new RefusedException(StatusWord.REFERENCE_NOT_FOUND);
        }
        certificate++;
        return new ResponseApdu(contents.certificate(certificate), StatusWord.OK);
    }

    /// SELECT DATA: P1 counts the occurrences of the tag from 0.
    ResponseApdu select(CommandApdu command) throws RefusedException {
        if (command.p1() > 2 || command.p2() != 0x04) {
            throw new RefusedException(StatusWord.REFERENCE_NOT_FOUND);
        }
        var tag = BerTlv.tryReadAll(command.data())
                .map(objects -> BerTlv.of("60", objects.toArray(BerTlv[]::new)))
                .flatMap(list -> list.find("5C"));
        if (tag.isEmpty() || !tag.get().value().equals(Bytes.of(CERTIFICATE >> 8, CERTIFICATE & 0xFF))) {
            throw new RefusedException(StatusWord.REFERENCE_NOT_FOUND);
        }
        certificate = command.p1();
        return new ResponseApdu(StatusWord.OK);
    }

    /// Constructed objects come with their own tag and length around them, as most cards in the field send them.
    private Bytes value(int tag) throws RefusedException {
        return switch (tag) {
            case 0x4F -> aid();
            case 0x5E, 0x5F50, 0x0101, 0x0102 -> contents.object(tag);
            case 0x0103 -> secret(tag, Right.USE);
            case 0x0104 -> secret(tag, Right.ADMIN);
            case 0x5F52 -> OpenPgpCard.HISTORICAL_BYTES;
            case 0x65 ->
                tlv(tag, all(object(0x5B), object(0x5F2D), object(0x5F35))).encode();
            case 0x6E -> tlv(tag, applicationRelated()).encode();
            case 0x7A -> tlv(tag, tlv(0x93, contents.counter()).encode()).encode();
            case CERTIFICATE -> contents.certificate(certificate);
            case 0x7F66 -> lengths();
            case 0xC4 -> passwordStatus();
            case 0xC5 -> perSlot(contents::fingerprint);
            case 0xC6 -> authorities();
            case 0xCD -> perSlot(contents::date);
            case 0xDE -> keyInformation();
            case 0xF9 -> kdf();
            case 0xFA -> algorithms();
            case 0x93 -> contents.counter();
            case 0xC0 -> capabilities();
            case 0xC1, 0xC2, 0xC3 ->
                contents.attributes(KeySlot.ofAttributes(tag)).encoded();
            case 0x5B, 0x5F2D, 0x5F35 -> contents.object(tag);
            default -> throw new RefusedException(StatusWord.REFERENCE_NOT_FOUND);
        };
    }

    /// D2 76 00 01 24 01, version 3.4, manufacturer FFFF (test cards), serial number (4.2.1).
    Bytes aid() {
        return Bytes.hex("D27600012401 0304 FFFF").plus(contents.serial()).plus(Bytes.hex("0000"));
    }

    private Bytes secret(int tag, Right right) throws RefusedException {
        passwords.require(right);
        return contents.object(tag);
    }

    private Bytes applicationRelated() {
        return all(
                tlv(0x4F, aid()),
                tlv(0x5F52, OpenPgpCard.HISTORICAL_BYTES),
                tlv(0x7F66, lengths()),
                tlv(0x73, discretionary()));
    }

    private Bytes discretionary() {
        return all(
                tlv(0xC0, capabilities()),
                attributes(KeySlot.SIGNATURE),
                attributes(KeySlot.DECRYPTION),
                attributes(KeySlot.AUTHENTICATION),
                tlv(0xC4, passwordStatus()),
                tlv(0xC5, perSlot(contents::fingerprint)),
                tlv(0xC6, authorities()),
                tlv(0xCD, perSlot(contents::date)),
                tlv(0xDE, keyInformation()));
    }

    private BerTlv attributes(KeySlot slot) {
        return tlv(slot.attributesTag(), contents.attributes(slot).encoded());
    }

    /// Everything but secure messaging: GET CHALLENGE, key import, changeable password status, private data objects,
    /// changeable algorithms, AES, KDF (4.4.3.7).
    private static Bytes capabilities() {
        return Bytes.of(0x7F, 0x00, MAX_OBJECT >> 8, 0, MAX_OBJECT >> 8, 0, MAX_OBJECT >> 8, 0, 0x00, 0x01);
    }

    /// Longest command and response (4.1.3.1).
    private static Bytes lengths() {
        Bytes max = BerTlv.of("02", Bytes.of(MAX_COMMAND >> 8, MAX_COMMAND)).encode();
        return max.plus(max);
    }

    private Bytes passwordStatus() {
        return Bytes.of(
                contents.object(0xC4).startsWith(Bytes.of(1)) ? 1 : 0,
                Passwords.MAX_LENGTH,
                Passwords.MAX_LENGTH,
                Passwords.MAX_LENGTH,
                passwords.triesLeft(Password.PW1),
                passwords.triesLeft(Password.RC),
                passwords.triesLeft(Password.PW3));
    }

    /// Whether PW1 is good for several signatures.
    boolean signsRepeatedly() {
        return passwordStatus().get(0) == 1;
    }

    private interface OfSlot {
        Bytes of(KeySlot slot);
    }

    private static Bytes perSlot(OfSlot value) {
        Bytes all = Bytes.EMPTY;
        for (KeySlot slot : KeySlot.values()) {
            all = all.plus(value.of(slot));
        }
        return all;
    }

    private Bytes authorities() {
        Bytes all = Bytes.EMPTY;
        for (int tag = 0xCA; tag <= 0xCC; tag++) {
            all = all.plus(Contents.padded(contents.object(tag), 20));
        }
        return all;
    }

    private Bytes keyInformation() {
        return perSlot(slot -> Bytes.of(slot.number(), contents.origin(slot)));
    }

    private Bytes kdf() {
        Bytes stored = contents.object(0xF9);
        return stored.isEmpty() ? KDF_OFF : stored;
    }

    /// Every algorithm that a slot can be set to (4.4.3.11).
    private static Bytes algorithms() {
        Bytes all = Bytes.EMPTY;
        for (KeySlot slot : KeySlot.values()) {
            for (var algorithm : AlgorithmAttributes.choices(slot)) {
                all = all.plus(tlv(
                                slot.attributesTag(),
                                AlgorithmAttributes.of(slot, algorithm).encoded())
                        .encode());
            }
        }
        return tlv(0xFA, all).encode();
    }

    private BerTlv object(int tag) {
        return tlv(tag, contents.object(tag));
    }

    private static BerTlv tlv(int tag, Bytes value) {
        return new BerTlv(new BerTag(tag), value);
    }

    private static Bytes all(BerTlv... objects) {
        Bytes all = Bytes.EMPTY;
        for (BerTlv object : objects) {
            all = all.plus(object.encode());
        }
        return all;
    }

    /// PUT DATA with the tag in P1 and P2.
    ResponseApdu put(CommandApdu command) throws RefusedException {
        int tag = command.p1p2();
        Bytes value = command.data();
        passwords.require(tag == 0x0101 || tag == 0x0103 ? Right.USE : Right.ADMIN);
        switch (tag) {
            case 0x5B, 0x5E, 0x5F50, 0x5F2D, 0x5F35, 0x0101, 0x0102, 0x0103, 0x0104 -> write(tag, value, MAX_OBJECT);
            case 0xC1, 0xC2, 0xC3 -> putAttributes(KeySlot.ofAttributes(tag), value);
            case 0xC4 -> {
                requireLength(value.length() == 1 || value.length() == 7);
                contents.write(tag, value.slice(0, 1));
            }
            case 0xC7, 0xC8, 0xC9, 0xCA, 0xCB, 0xCC -> writeFixed(tag, value, 20);
            case 0xCE, 0xCF, 0xD0 -> writeFixed(tag, value, 4);
            case 0xD3 -> passwords.setResettingCode(value);
            case 0xD5 -> {
                requireLength(value.length() == 16 || value.length() == 24 || value.length() == 32);
                contents.write(tag, value);
            }
            case 0xF9 -> putKdf(value);
            case CERTIFICATE -> {
                requireLength(value.length() <= MAX_OBJECT);
                contents.writeCertificate(certificate, value);
            }
            default -> throw new RefusedException(StatusWord.REFERENCE_NOT_FOUND);
        }
        return new ResponseApdu(StatusWord.OK);
    }

    private void putAttributes(KeySlot slot, Bytes value) throws RefusedException {
        contents.writeAttributes(
                slot,
                AlgorithmAttributes.parse(slot, value).orElseThrow(() -> new RefusedException(StatusWord.WRONG_DATA)));
    }

    /// With a key derivation function passwords are hashes; the object brings the hashes of the default ones
    /// (4.3.2).
    private void putKdf(Bytes value) throws RefusedException {
        var settings = BerTlv.tryReadAll(value)
                .map(objects -> BerTlv.of("30", objects.toArray(BerTlv[]::new)))
                .orElseThrow(() -> new RefusedException(StatusWord.WRONG_DATA));
        Optional<Bytes> user = settings.find("87").map(BerTlv::value);
        Optional<Bytes> admin = settings.find("88").map(BerTlv::value);
        contents.write(0xF9, value);
        if (value.equals(KDF_OFF)) {
            Passwords.setDefaults(contents.memory());
        } else if (user.isPresent()) {
            Passwords.write(contents.memory(), Password.PW1, user.get());
            admin.ifPresent(hash -> Passwords.write(contents.memory(), Password.PW3, hash));
        }
    }

    private void write(int tag, Bytes value, int maxLength) throws RefusedException {
        requireLength(value.length() <= maxLength);
        contents.write(tag, value);
    }

    private void writeFixed(int tag, Bytes value, int length) throws RefusedException {
        requireLength(value.length() == length);
        contents.write(tag, value);
    }

    private static void requireLength(boolean holds) throws RefusedException {
        if (!holds) {
            throw new RefusedException(StatusWord.WRONG_LENGTH);
        }
    }
}
