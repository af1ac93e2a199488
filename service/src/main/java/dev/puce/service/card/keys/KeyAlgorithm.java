package dev.puce.service.card.keys;

import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// The kinds of keys that virtual cards have.
public enum KeyAlgorithm {
    RSA1024(Family.RSA, 1024),
    RSA2048(Family.RSA, 2048),
    RSA3072(Family.RSA, 3072),
    RSA4096(Family.RSA, 4096),
    P256(Family.EC, 256),
    P384(Family.EC, 384),
    P521(Family.EC, 521),
    ED25519(Family.EDWARDS, 256),
    X25519(Family.MONTGOMERY, 256);

    /// The operations that a key supports.
    public enum Family {
        /// Signs and decrypts.
        RSA("RSA"),
        /// Signs (ECDSA) and agrees on secrets (ECDH).
        EC("EC"),
        /// Signs (EdDSA).
        EDWARDS("EdDSA"),
        /// Agrees on secrets.
        MONTGOMERY("XDH");

        private final String jdkName;

        Family(String jdkName) {
            this.jdkName = jdkName;
        }

        /// Name of the JDK's key factory.
        String jdkName() {
            return jdkName;
        }
    }

    private final Family family;
    private final int bits;

    KeyAlgorithm(Family family, int bits) {
        this.family = family;
        this.bits = bits;
    }

    /// The algorithm called like this, in any case: `rsa2048`, `p256`, `ed25519`.
    public static Optional<KeyAlgorithm> named(String name) {
        return Arrays.stream(values())
                .filter(algorithm -> algorithm.toString().equals(name.toLowerCase(Locale.ROOT)))
                .findFirst();
    }

    /// The operations that such keys support.
    public Family family() {
        return family;
    }

    /// Length of the modulus (RSA) or of the field, in bits.
    public int bits() {
        return bits;
    }

    /// Length of a modulus, coordinate or raw key, in bytes.
    public int size() {
        return (bits + 7) / 8;
    }

    /// Parameters of the JDK's key generator.
    AlgorithmParameterSpec parameters() {
        return switch (family) {
            case RSA -> new RSAKeyGenParameterSpec(bits, RSAKeyGenParameterSpec.F4);
            case EC -> new ECGenParameterSpec(curve());
            case EDWARDS -> NamedParameterSpec.ED25519;
            case MONTGOMERY -> NamedParameterSpec.X25519;
        };
    }

    /// Name of the curve of an EC key (SEC 2).
    String curve() {
        return "secp" + bits + "r1";
    }

    /// Makes a new key.
    public CardKey generate(SecureRandom random) {
        try {
            var generator = KeyPairGenerator.getInstance(family.jdkName());
            generator.initialize(parameters(), random);
            return CardKey.of(generator.generateKeyPair());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK cannot generate " + this + " keys: " + e.getMessage(), e);
        }
    }

    /// Lower case: `rsa2048`.
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
