package dev.puce.service.card.emrtd;

import dev.puce.iso7816.BerTlv;
import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.MalformedDataException;
import dev.puce.service.card.keys.CardKey;

/// The protocols that a passport announces, in DER (ICAO Doc 9303, part 11, 9.2).
final class SecurityInfos {
    /// id-CA-ECDH-AES-CBC-CMAC-128.
    static final Bytes CHIP_AUTHENTICATION = Bytes.hex("04007F00070202030202");

    private static final Bytes CHIP_AUTHENTICATION_KEY = Bytes.hex("04007F000702020102"); // id-PK-ECDH
    private static final Bytes ACTIVE_AUTHENTICATION = Bytes.hex("678108010105");
    private static final Bytes ECDSA_SHA256 = Bytes.hex("04007F00070101040103"); // ecdsa-plain-SHA256

    private SecurityInfos() {}

    /// EF.CardAccess: PACE.
    static Bytes cardAccess() {
        return BerTlv.of("31", sequence(oid(Pace.PROTOCOL), integer(2), integer(Pace.PARAMETERS)))
                .encode();
    }

    /// The set of DG14: PACE, chip authentication, active authentication.
    static BerTlv dataGroup14(CardKey chipAuthentication) {
        return BerTlv.of(
                "31",
                sequence(oid(Pace.PROTOCOL), integer(2), integer(Pace.PARAMETERS)),
                sequence(oid(CHIP_AUTHENTICATION), integer(1)),
                sequence(oid(CHIP_AUTHENTICATION_KEY), subjectKey(chipAuthentication)),
                sequence(oid(ACTIVE_AUTHENTICATION), integer(1), oid(ECDSA_SHA256)));
    }

    /// SubjectPublicKeyInfo.
    static BerTlv subjectKey(CardKey key) {
        try {
            return BerTlv.readAll(Bytes.of(key.publicKey().getEncoded())).getFirst();
        } catch (MalformedDataException e) {
            throw new IllegalStateException("the JDK's form of a public key is DER", e);
        }
    }

    private static BerTlv sequence(BerTlv... parts) {
        return BerTlv.of("30", parts);
    }

    private static BerTlv oid(Bytes value) {
        return BerTlv.of("06", value);
    }

    private static BerTlv integer(int number) {
        return BerTlv.of("02", Bytes.of(number));
    }
}
