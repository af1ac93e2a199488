package dev.puce.service.card.globalplatform;

import dev.puce.iso7816.Bytes;
import dev.puce.service.card.keys.BlockCipher;
import dev.puce.service.card.keys.MessageAuthentication;

/// Three static keys of a security domain (Card Specification, E.1.3 and Amendment D, 4.1.4).
///
/// @param version    key version number, 1 to 127
/// @param algorithm  triple DES for SCP02, AES for SCP03
/// @param encryption key 1
/// @param mac        key 2
/// @param dek        key 3, for keys in commands
record KeySet(int version, BlockCipher.Algorithm algorithm, Bytes encryption, Bytes mac, Bytes dek) {
    /// Type of a triple DES key in ECB or CBC mode.
    static final int TRIPLE_DES = 0x80;

    /// Type of an AES key.
    static final int AES = 0x88;

    private static final int CHECK_LENGTH = 3;

    /// The keys of test cards: 40 to 4F.
    static KeySet forTests(int version, BlockCipher.Algorithm algorithm) {
        Bytes key = Bytes.hex("404142434445464748494A4B4C4D4E4F");
        return new KeySet(version, algorithm, key, key, key);
    }

    int type() {
        return algorithm == BlockCipher.Algorithm.AES ? AES : TRIPLE_DES;
    }

    /// Check value of a key: three bytes of an encrypted block of zeros, or of ones for AES (GPCS, B.6).
    static Bytes checkValue(int type, Bytes key) {
        Bytes encrypted = type == AES
                ? BlockCipher.aes(key).encrypt(Bytes.hex("01".repeat(16)))
                : BlockCipher.tripleDes(key).encrypt(Bytes.of(new byte[8]));
        return encrypted.slice(0, CHECK_LENGTH);
    }

    /// One byte of version and type, then the keys, all of the same length.
    Bytes encode() {
        return Bytes.of(version, type()).plus(encryption).plus(mac).plus(dek);
    }

    /// Reads what [#encode] wrote.
    static KeySet decode(Bytes encoded) {
        int length = (encoded.length() - 2) / 3;
        var algorithm = encoded.get(1) == AES ? BlockCipher.Algorithm.AES : BlockCipher.Algorithm.TRIPLE_DES;
        return new KeySet(
                encoded.get(0),
                algorithm,
                encoded.slice(2, 2 + length),
                encoded.slice(2 + length, 2 + 2 * length),
                encoded.slice(2 + 2 * length, 2 + 3 * length));
    }

    /// Session key derivation of SCP03 (Amendment D, 4.1.5): NIST SP 800-108 in counter mode with CMAC.
    static Bytes derive(Bytes key, int constant, Bytes context, int bits) {
        Bytes derived = Bytes.EMPTY;
        for (int counter = 1; derived.length() * 8 < bits; counter++) {
            Bytes input = Bytes.of(new byte[11])
                    .plus(Bytes.of(constant, 0, bits >> 8, bits & 0xFF, counter))
                    .plus(context);
            derived = derived.plus(MessageAuthentication.cmac(key, input));
        }
        return derived.slice(0, bits / 8);
    }

    /// The version only; the keys are secrets.
    @Override
    public String toString() {
        return algorithm + " keys, version " + version;
    }
}
