package dev.puce.service.card.openpgp;

import dev.puce.iso7816.Bytes;
import dev.puce.service.card.keys.KeyAlgorithm;
import dev.puce.service.card.keys.KeyAlgorithm.Family;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Algorithm attributes (data objects C1 to C3; 4.4.3.9).
///
/// @param algorithm which kind of key
/// @param encoded   the attributes as they stand in the data object
record AlgorithmAttributes(KeyAlgorithm algorithm, Bytes encoded) {
    private static final int ECDH = 0x12;
    private static final int ECDSA = 0x13;
    private static final int EDDSA = 0x16;
    private static final Bytes WITH_PUBLIC_KEY = Bytes.of(0xFF);

    private static final Map<KeyAlgorithm, Bytes> CURVES = Map.of(
            KeyAlgorithm.P256, Bytes.hex("2A8648CE3D030107"),
            KeyAlgorithm.P384, Bytes.hex("2B81040022"),
            KeyAlgorithm.P521, Bytes.hex("2B81040023"),
            KeyAlgorithm.ED25519, Bytes.hex("2B06010401DA470F01"),
            KeyAlgorithm.X25519, Bytes.hex("2B060104019755010501"));

    private static final List<KeyAlgorithm> RSA =
            List.of(KeyAlgorithm.RSA2048, KeyAlgorithm.RSA3072, KeyAlgorithm.RSA4096);
    private static final List<KeyAlgorithm> NIST = List.of(KeyAlgorithm.P256, KeyAlgorithm.P384, KeyAlgorithm.P521);

    /// The kinds of keys that fit a slot.
    static List<KeyAlgorithm> choices(KeySlot slot) {
        var edwards = slot.use() == KeySlot.KeyUse.SIGN ? KeyAlgorithm.ED25519 : KeyAlgorithm.X25519;
        return Stream.of(RSA, NIST, List.of(edwards)).flatMap(List::stream).toList();
    }

    /// The attributes of a kind of key in a slot: RSA with e of 32 bits and imported as e, p, q.
    static AlgorithmAttributes of(KeySlot slot, KeyAlgorithm algorithm) {
        if (algorithm.family() == Family.RSA) {
            int bits = algorithm.bits();
            return new AlgorithmAttributes(algorithm, Bytes.of(0x01, bits >> 8, bits, 0x00, 0x20, 0x00));
        }
        Bytes curve = Bytes.of(identifier(slot, algorithm)).plus(CURVES.get(algorithm));
        return new AlgorithmAttributes(algorithm, curve);
    }

    private static int identifier(KeySlot slot, KeyAlgorithm algorithm) {
        if (slot.use() == KeySlot.KeyUse.DECRYPT) {
            return ECDH;
        }
        return algorithm == KeyAlgorithm.ED25519 ? EDDSA : ECDSA;
    }

    /// Reads attributes that a client writes.
    ///
    /// @return empty if the slot has no such keys
    static Optional<AlgorithmAttributes> parse(KeySlot slot, Bytes encoded) {
        return choices(slot).stream()
                .filter(algorithm -> fits(of(slot, algorithm), encoded))
                .findFirst()
                .map(algorithm -> new AlgorithmAttributes(algorithm, encoded));
    }

    private static boolean fits(AlgorithmAttributes supported, Bytes encoded) {
        if (supported.algorithm.family() == Family.RSA) {
            // The length of e may differ; the import format is the one of e, p, q.
            return ((encoded.length() == 6 && encoded.get(5) == 0) || encoded.length() == 5)
                    && encoded.startsWith(supported.encoded.slice(0, 3));
        }
        return encoded.equals(supported.encoded) || encoded.equals(supported.encoded.plus(WITH_PUBLIC_KEY));
    }
}
