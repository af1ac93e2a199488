package dev.puce.service.card.emrtd;

import dev.puce.iso7816.Bytes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// Keys of 16 bytes from a shared secret (ICAO Doc 9303, part 11, 9.7.1).
final class KeyDerivation {
    /// For encryption.
    static final int ENCRYPTION = 1;

    /// For authentication.
    static final int MAC = 2;

    /// For the nonce of PACE.
    static final int PASSWORD = 3;

    private static final int KEY_LENGTH = 16;

    private KeyDerivation() {}

    static Bytes derive(Bytes secret, int counter) {
        return digest("SHA-1", secret.plus(Bytes.of(0, 0, 0, counter))).slice(0, KEY_LENGTH);
    }

    static Bytes digest(String algorithm, Bytes data) {
        try {
            return Bytes.of(MessageDigest.getInstance(algorithm).digest(data.toArray()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has " + algorithm, e);
        }
    }
}
