package dev.puce.service.card.fido;

import dev.puce.iso7816.Bytes;
import dev.puce.service.card.keys.BlockCipher;
import dev.puce.service.card.keys.CardKey;
import dev.puce.service.card.keys.CardRandom;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import javax.crypto.KDF;
import javax.crypto.Mac;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// How PINs travel to an authenticator: encrypted with a key of an ECDH agreement (CTAP 2.2, 6.5.6 and 6.5.7).
enum PinProtocol {
    ONE(1, 16),
    TWO(2, 32);

    private static final int BLOCK = 16;
    private static final int KEY = 32;

    private final int number;
    private final int tagLength;

    PinProtocol(int number, int tagLength) {
        this.number = number;
        this.tagLength = tagLength;
    }

    /// Its number in messages.
    int number() {
        return number;
    }

    /// @throws CtapException if there is no protocol of that number
    static PinProtocol of(long number) throws CtapException {
        for (PinProtocol protocol : values()) {
            if (protocol.number == number) {
                return protocol;
            }
        }
        throw new CtapException(CtapStatus.INVALID_PARAMETER);
    }

    /// Keys of one agreement.
    ///
    /// @param authentication 32 bytes
    /// @param encryption     32 bytes
    record SharedKeys(Bytes authentication, Bytes encryption) {
        @Override
        public String toString() {
            return "shared keys";
        }
    }

    /// Agrees with the platform.
    ///
    /// @param own  the authenticator's key
    /// @param peer the platform's point: 04, x, y
    /// @throws CtapException if the point is not on the curve
    SharedKeys agree(CardKey own, Bytes peer) throws CtapException {
        Bytes secret;
        try {
            secret = own.agree(peer);
        } catch (GeneralSecurityException notOnTheCurve) {
            throw new CtapException(CtapStatus.INVALID_PARAMETER);
        }
        try {
            if (this == TWO) {
                return new SharedKeys(derive(secret, "CTAP2 HMAC key"), derive(secret, "CTAP2 AES key"));
            }
            Bytes key = Bytes.of(MessageDigest.getInstance("SHA-256").digest(secret.toArray()));
            return new SharedKeys(key, key);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK lacks SHA-256 or HKDF", e);
        }
    }

    private static Bytes derive(Bytes secret, String purpose) throws GeneralSecurityException {
        var parameters = HKDFParameterSpec.ofExtract()
                .addIKM(secret.toArray())
                .addSalt(new byte[KEY])
                .thenExpand(purpose.getBytes(StandardCharsets.US_ASCII), KEY);
        return Bytes.of(KDF.getInstance("HKDF-SHA256").deriveData(parameters));
    }

    /// Decrypts what the platform sent.
    ///
    /// @throws CtapException if the length is wrong
    Bytes decrypt(SharedKeys keys, Bytes encrypted) throws CtapException {
        int vectorLength = this == TWO ? BLOCK : 0;
        if (encrypted.length() <= vectorLength || encrypted.length() % BLOCK != 0) {
            throw new CtapException(CtapStatus.INVALID_PARAMETER);
        }
        var cipher = BlockCipher.aes(keys.encryption());
        Bytes vector = this == TWO ? encrypted.slice(0, BLOCK) : cipher.zeros();
        return cipher.decryptChain(vector, encrypted.from(vectorLength));
    }

    /// Encrypts whole blocks for the platform.
    Bytes encrypt(SharedKeys keys, Bytes blocks, SecureRandom random) {
        var cipher = BlockCipher.aes(keys.encryption());
        if (this == ONE) {
            return cipher.encryptChain(cipher.zeros(), blocks);
        }
        Bytes vector = Bytes.of(CardRandom.bytes(random, BLOCK));
        return vector.plus(cipher.encryptChain(vector, blocks));
    }

    /// Whether the tag proves that the platform has the key.
    boolean verifies(Bytes key, Bytes message, Bytes tag) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.toArray(), "HmacSHA256"));
            return Bytes.copyOf(mac.doFinal(message.toArray()), 0, tagLength).equals(tag);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK lacks HMAC with SHA-256", e);
        }
    }
}
