package dev.puce.service.card.piv;

import dev.puce.iso7816.StatusWord;
import dev.puce.service.card.apdu.RefusedException;
import dev.puce.service.card.keys.KeyAlgorithm;

/// Algorithm identifiers of asymmetric keys (NIST SP 800-78-5, table 6-2; those from 5 and E0 on are Yubico's).
enum PivAlgorithm {
    RSA1024(0x06, KeyAlgorithm.RSA1024),
    RSA2048(0x07, KeyAlgorithm.RSA2048),
    RSA3072(0x05, KeyAlgorithm.RSA3072),
    RSA4096(0x16, KeyAlgorithm.RSA4096),
    P256(0x11, KeyAlgorithm.P256),
    P384(0x14, KeyAlgorithm.P384),
    ED25519(0xE0, KeyAlgorithm.ED25519),
    X25519(0xE1, KeyAlgorithm.X25519);

    private final int identifier;
    private final KeyAlgorithm algorithm;

    PivAlgorithm(int identifier, KeyAlgorithm algorithm) {
        this.identifier = identifier;
        this.algorithm = algorithm;
    }

    /// The algorithm with that identifier.
    ///
    /// @param otherwise status word if there is none
    static PivAlgorithm of(int identifier, StatusWord otherwise) throws RefusedException {
        for (PivAlgorithm candidate : values()) {
            if (candidate.identifier == identifier) {
                return candidate;
            }
        }
        throw new RefusedException(otherwise);
    }

    /// The identifier of a key's algorithm.
    static int identifier(KeyAlgorithm algorithm) {
        for (PivAlgorithm candidate : values()) {
            if (candidate.algorithm == algorithm) {
                return candidate.identifier;
            }
        }
        throw new IllegalArgumentException("a PIV card has no " + algorithm + " keys");
    }

    /// Whether PIV cards have such keys.
    static boolean has(KeyAlgorithm algorithm) {
        for (PivAlgorithm candidate : values()) {
            if (candidate.algorithm == algorithm) {
                return true;
            }
        }
        return false;
    }

    KeyAlgorithm algorithm() {
        return algorithm;
    }
}
