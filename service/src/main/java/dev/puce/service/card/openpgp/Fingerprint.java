package dev.puce.service.card.openpgp;

import dev.puce.iso7816.Bytes;
import dev.puce.service.card.keys.CardKey;
import dev.puce.service.card.keys.KeyAlgorithm;
import dev.puce.service.card.keys.KeyAlgorithm.Family;
import dev.puce.service.card.keys.PrimeCurve;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// The fingerprint of an OpenPGP key, version 4: SHA-1 of its public key packet (RFC 9580, 5.5.4.2).
final class Fingerprint {
    private static final int RSA = 1;
    private static final int ECDH = 18;
    private static final int ECDSA = 19;
    private static final int EDDSA = 22;
    private static final Bytes RAW_POINT = Bytes.of(0x40);

    private Fingerprint() {}

    /// @param created seconds since 1970
    static Bytes of(CardKey key, KeySlot slot, int created) {
        Bytes body = Bytes.of(4).plus(number(created)).plus(key(key, slot));
        Bytes packet = Bytes.of(0x99, body.length() >> 8, body.length()).plus(body);
        try {
            return Bytes.of(MessageDigest.getInstance("SHA-1").digest(packet.toArray()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }

    /// Four bytes, most significant first.
    static Bytes number(int value) {
        return Bytes.of(value >> 24, value >> 16, value >> 8, value);
    }

    private static Bytes key(CardKey key, KeySlot slot) {
        KeyAlgorithm algorithm = key.algorithm();
        if (algorithm.family() == Family.RSA) {
            return Bytes.of(RSA).plus(mpi(key.rawPublicKey())).plus(mpi(key.publicExponent()));
        }
        Bytes attributes = AlgorithmAttributes.of(slot, algorithm).encoded();
        Bytes curve = Bytes.of(attributes.length() - 1).plus(attributes.from(1));
        Bytes point = algorithm.family() == Family.EC ? key.rawPublicKey() : RAW_POINT.plus(key.rawPublicKey());
        int identifier = switch (algorithm.family()) {
            case EDWARDS -> EDDSA;
            default -> slot.use() == KeySlot.KeyUse.DECRYPT ? ECDH : ECDSA;
        };
        Bytes packet = Bytes.of(identifier).plus(curve).plus(mpi(point));
        return slot.use() == KeySlot.KeyUse.DECRYPT ? packet.plus(derivation(algorithm)) : packet;
    }

    /// Hash and cipher of ECDH, as GnuPG chooses them for the curve (RFC 9580, 11.5.1).
    private static Bytes derivation(KeyAlgorithm algorithm) {
        int hash = algorithm.bits() <= 256 ? 8 : algorithm.bits() <= 384 ? 9 : 10;
        int cipher = algorithm.bits() <= 256 ? 7 : algorithm.bits() <= 384 ? 8 : 9;
        return Bytes.of(3, 1, hash, cipher);
    }

    /// A number with its length in bits before it (RFC 9580, 3.2).
    private static Bytes mpi(Bytes number) {
        BigInteger value = PrimeCurve.number(number);
        int bits = value.bitLength();
        return Bytes.of(bits >> 8, bits).plus(PrimeCurve.fixed(value, (bits + 7) / 8));
    }
}
