package dev.puce.service.card.keys;

import dev.puce.iso7816.BerTlv;
import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.MalformedDataException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.Signature;

/// An X.509 certificate (RFC 5280) for a card's key: the JDK reads certificates and does not make them.
///
/// @param subject   common name of the key's owner
/// @param publicKey the key that it certifies
/// @param issuer    common name of the signer
/// @param issuerKey key of the signer; the same as the key for a self-signed certificate
public record SelfMadeCertificate(String subject, CardKey publicKey, String issuer, CardKey issuerKey) {
    private static final String VALID_FROM = "260101000000Z"; // fixed, so that a seeded card is reproducible
    private static final String VALID_TO = "21260101000000Z";
    private static final Bytes COMMON_NAME = Bytes.hex("550403");
    private static final Bytes ORGANISATION = Bytes.hex("55040A");

    /// Names of the digest in the JDK, and the OID of the signature algorithm (RFC 4055, 5758, 8410).
    private enum Scheme {
        RSA("SHA256withRSA", "2A864886F70D01010B"),
        EC_256("SHA256withECDSA", "2A8648CE3D040302"),
        EC_384("SHA384withECDSA", "2A8648CE3D040303"),
        EC_512("SHA512withECDSA", "2A8648CE3D040304"),
        EDWARDS("Ed25519", "2B6570");

        private final String jdkName;
        private final String oid;

        Scheme(String jdkName, String oid) {
            this.jdkName = jdkName;
            this.oid = oid;
        }

        private static Scheme of(KeyAlgorithm algorithm) {
            return switch (algorithm.family()) {
                case RSA -> RSA;
                case EDWARDS -> EDWARDS;
                case EC -> algorithm == KeyAlgorithm.P256 ? EC_256 : algorithm == KeyAlgorithm.P384 ? EC_384 : EC_512;
                case MONTGOMERY -> throw new IllegalArgumentException(algorithm + " keys sign nothing");
            };
        }

        private BerTlv identifier() {
            var oidObject = BerTlv.of("06", Bytes.hex(oid));
            return this == RSA ? BerTlv.of("30", oidObject, BerTlv.of("05", Bytes.EMPTY)) : BerTlv.of("30", oidObject);
        }
    }

    /// A certificate that its own key signs.
    public static SelfMadeCertificate selfSigned(String subject, CardKey key) {
        return new SelfMadeCertificate(subject, key, subject, key);
    }

    /// The certificate in DER.
    ///
    /// @param random for the serial number and the signature
    public Bytes encode(SecureRandom random) {
        var scheme = Scheme.of(issuerKey.algorithm());
        try {
            var body = body(scheme, new BigInteger(127, random).setBit(126));
            var signature = Signature.getInstance(scheme.jdkName);
            signature.initSign(issuerKey.privateKey(), random);
            signature.update(body.encode().toArray());
            return BerTlv.of("30", body, scheme.identifier(), bitString(Bytes.of(signature.sign())))
                    .encode();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK cannot sign a certificate with " + issuerKey.algorithm(), e);
        }
    }

    private BerTlv body(Scheme scheme, BigInteger serial) throws GeneralSecurityException {
        return BerTlv.of(
                "30",
                BerTlv.of("A0", integer(BigInteger.TWO)), // version 3
                integer(serial),
                scheme.identifier(),
                name(issuer),
                BerTlv.of("30", ascii("17", VALID_FROM), ascii("18", VALID_TO)),
                name(subject),
                subjectKey(),
                BerTlv.of("A3", BerTlv.of("30", extensions())));
    }

    private BerTlv subjectKey() throws GeneralSecurityException {
        try {
            return BerTlv.readAll(Bytes.of(publicKey.publicKey().getEncoded())).getFirst();
        } catch (MalformedDataException e) {
            throw new GeneralSecurityException("the JDK's form of a public key is not DER", e);
        }
    }

    private BerTlv[] extensions() throws GeneralSecurityException {
        var basic = BerTlv.of("30", BerTlv.of("01", Bytes.of(0xFF)));
        return new BerTlv[] {
            extension("551D0E", BerTlv.of("04", keyIdentifier(publicKey))),
            extension("551D23", BerTlv.of("30", BerTlv.of("80", keyIdentifier(issuerKey)))),
            extension("551D13", basic)
        };
    }

    private static Bytes keyIdentifier(CardKey key) throws GeneralSecurityException {
        return Bytes.of(
                MessageDigest.getInstance("SHA-1").digest(key.publicKey().getEncoded()));
    }

    private static BerTlv extension(String oid, BerTlv value) {
        return BerTlv.of("30", BerTlv.of("06", Bytes.hex(oid)), BerTlv.of("04", value.encode()));
    }

    private static BerTlv name(String commonName) {
        return BerTlv.of("30", attribute(COMMON_NAME, commonName), attribute(ORGANISATION, "puce"));
    }

    private static BerTlv attribute(Bytes oid, String value) {
        var text = BerTlv.of("0C", Bytes.ofText(value, StandardCharsets.UTF_8));
        return BerTlv.of("31", BerTlv.of("30", BerTlv.of("06", oid), text));
    }

    private static BerTlv ascii(String tag, String text) {
        return BerTlv.of(tag, Bytes.ofText(text, StandardCharsets.US_ASCII));
    }

    private static BerTlv integer(BigInteger number) {
        return BerTlv.of("02", Bytes.of(number.toByteArray()));
    }

    private static BerTlv bitString(Bytes content) {
        return BerTlv.of("03", Bytes.of(0).plus(content));
    }
}
