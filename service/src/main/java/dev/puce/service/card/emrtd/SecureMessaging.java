package dev.puce.service.card.emrtd;

import dev.puce.iso7816.BerTlv;
import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.CommandApdu;
import dev.puce.iso7816.MalformedDataException;
import dev.puce.iso7816.ResponseApdu;
import dev.puce.iso7816.StatusWord;
import dev.puce.service.card.apdu.RefusedException;
import dev.puce.service.card.keys.BlockCipher;
import dev.puce.service.card.keys.MessageAuthentication;
import dev.puce.service.card.keys.PrimeCurve;
import java.math.BigInteger;
import java.util.Optional;

/// Secure messaging between a passport and a reader (ICAO Doc 9303, part 11, 9.8), with triple DES after BAC and with
/// AES after PACE and chip authentication.
final class SecureMessaging {
    private static final StatusWord OBJECTS_MISSING = new StatusWord(0x6987);
    private static final StatusWord OBJECTS_WRONG = new StatusWord(0x6988);
    private static final int MAC_LENGTH = 8;
    private static final Bytes PADDED = Bytes.of(1);

    private final BlockCipher encryption;
    private final Bytes macKey;
    private BigInteger counter;

    private SecureMessaging(BlockCipher encryption, Bytes macKey, Bytes counter) {
        this.encryption = encryption;
        this.macKey = macKey;
        this.counter = PrimeCurve.number(counter);
    }

    /// With triple DES.
    ///
    /// @param counter start of the send sequence counter, 8 bytes
    static SecureMessaging tripleDes(Bytes secret, Bytes counter) {
        return new SecureMessaging(
                BlockCipher.tripleDes(KeyDerivation.derive(secret, KeyDerivation.ENCRYPTION)),
                KeyDerivation.derive(secret, KeyDerivation.MAC),
                counter);
    }

    /// With AES-128; the counter starts at zero.
    static SecureMessaging aes(Bytes secret) {
        return new SecureMessaging(
                BlockCipher.aes(KeyDerivation.derive(secret, KeyDerivation.ENCRYPTION)),
                KeyDerivation.derive(secret, KeyDerivation.MAC),
                Bytes.of(new byte[16]));
    }

    private int blockSize() {
        return encryption.algorithm().blockSize();
    }

    private Bytes count() {
        counter = counter.add(BigInteger.ONE).mod(BigInteger.ONE.shiftLeft(8 * blockSize()));
        return PrimeCurve.fixed(counter, blockSize());
    }

    private Bytes mac(Bytes data) {
        Bytes input = PrimeCurve.fixed(counter, blockSize()).plus(data);
        return encryption.algorithm() == BlockCipher.Algorithm.AES
                ? MessageAuthentication.cmac(macKey, MessageAuthentication.pad(input, blockSize()))
                        .slice(0, MAC_LENGTH)
                : MessageAuthentication.retail(
                        macKey, Bytes.of(new byte[8]), MessageAuthentication.pad(input, blockSize()));
    }

    private Bytes vector() {
        return encryption.algorithm() == BlockCipher.Algorithm.AES
                ? encryption.encrypt(PrimeCurve.fixed(counter, blockSize()))
                : encryption.zeros();
    }

    /// Checks a protected command and returns the plain one.
    ///
    /// @throws RefusedException if an object is missing (6987) or wrong (6988)
    CommandApdu unwrap(CommandApdu command) throws RefusedException {
        count();
        BerTlv objects = parse(command.data());
        Optional<BerTlv> cryptogram = objects.find("87").or(() -> objects.find("85"));
        Optional<BerTlv> length = objects.find("97");
        Bytes mac = objects.find("8E").map(BerTlv::value).orElseThrow(() -> new RefusedException(OBJECTS_MISSING));
        Bytes header = MessageAuthentication.pad(
                Bytes.of(command.cla(), command.ins(), command.p1(), command.p2()), blockSize());
        Bytes protectedObjects = cryptogram
                .map(BerTlv::encode)
                .orElse(Bytes.EMPTY)
                .plus(length.map(BerTlv::encode).orElse(Bytes.EMPTY));
        if (!mac.equals(mac(header.plus(protectedObjects)))) {
            throw new RefusedException(OBJECTS_WRONG);
        }
        Bytes data = cryptogram.isPresent() ? decrypt(cryptogram.get()) : Bytes.EMPTY;
        return CommandApdu.of(command.cla() & ~0x0C, command.ins(), command.p1(), command.p2(), data, expected(length));
    }

    private static BerTlv parse(Bytes data) throws RefusedException {
        try {
            return BerTlv.of("30", BerTlv.encodeAll(BerTlv.readAll(data)));
        } catch (MalformedDataException e) {
            throw new RefusedException(OBJECTS_MISSING);
        }
    }

    /// Object 87 says with its first byte that the data are padded; 85 has no such byte.
    private Bytes decrypt(BerTlv cryptogram) throws RefusedException {
        boolean withIndicator = cryptogram.tag().value() == 0x87;
        Bytes value = cryptogram.value();
        boolean wellFormed = (!withIndicator || value.startsWith(PADDED))
                && (value.length() - (withIndicator ? 1 : 0)) % blockSize() == 0;
        if (!wellFormed) {
            throw new RefusedException(OBJECTS_WRONG);
        }
        return MessageAuthentication.unpad(encryption.decryptChain(vector(), withIndicator ? value.from(1) : value));
    }

    private static int expected(Optional<BerTlv> length) {
        if (length.isEmpty()) {
            return 0;
        }
        Bytes value = length.get().value();
        int number = PrimeCurve.number(value).intValue();
        if (number == 0) {
            return value.length() > 1 ? CommandApdu.MAX_EXTENDED_NE : CommandApdu.MAX_SHORT_NE;
        }
        return number;
    }

    /// Protects an answer.
    ResponseApdu wrap(ResponseApdu answer) {
        count();
        Bytes objects = Bytes.EMPTY;
        if (!answer.data().isEmpty()) {
            Bytes encrypted = encryption.encryptChain(vector(), MessageAuthentication.pad(answer.data(), blockSize()));
            objects = BerTlv.of("87", PADDED.plus(encrypted)).encode();
        }
        objects = objects.plus(BerTlv.of("99", answer.status().encode()).encode());
        return new ResponseApdu(objects.plus(BerTlv.of("8E", mac(objects)).encode()), answer.status());
    }
}
