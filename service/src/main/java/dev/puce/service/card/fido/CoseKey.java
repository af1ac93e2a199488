package dev.puce.service.card.fido;

import dev.puce.iso7816.Bytes;
import dev.puce.service.card.keys.CardKey;

/// Public keys on P-256 as COSE_Key maps (RFC 9053, 7.1.1).
final class CoseKey {
    /// ECDSA with SHA-256 (RFC 9053, 2.1).
    static final int ES256 = -7;

    /// ECDH with HKDF, as CTAP calls its key agreement (CTAP 2.2, 6.5.6).
    static final int ECDH = -25;

    private static final int COORDINATE = 32;
    private static final int EC2 = 2;
    private static final int P256 = 1;

    private CoseKey() {}

    /// @param algorithm [#ES256] or [#ECDH]
    static CborMap encode(CardKey key, int algorithm) {
        Bytes point = key.rawPublicKey();
        return CborMap.EMPTY
                .with(1, new Cbor.Int(EC2))
                .with(3, new Cbor.Int(algorithm))
                .with(-1, new Cbor.Int(P256))
                .with(-2, new Cbor.ByteString(point.slice(1, 1 + COORDINATE)))
                .with(-3, new Cbor.ByteString(point.from(1 + COORDINATE)));
    }

    /// Returns the point of a key: 04, x, y. Whether it is on the curve is not checked.
    static Bytes point(CborMap key) throws CtapException {
        Bytes x = key.bytes(-2);
        Bytes y = key.bytes(-3);
        if (x.length() != COORDINATE || y.length() != COORDINATE) {
            throw new CtapException(CtapStatus.INVALID_PARAMETER);
        }
        return Bytes.of(4).plus(x).plus(y);
    }
}
