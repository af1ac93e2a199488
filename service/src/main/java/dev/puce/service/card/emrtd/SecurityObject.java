package dev.puce.service.card.emrtd;

import dev.puce.iso7816.BerTlv;
import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.MalformedDataException;
import dev.puce.service.card.keys.CardKey;
import dev.puce.service.card.keys.KeyAlgorithm;
import dev.puce.service.card.keys.SelfMadeCertificate;
import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.SortedMap;

/// Makes the document security object: the hashes of the data groups, signed by a document signer that a country
/// signing authority certifies (ICAO Doc 9303, part 10, 4.6.2; RFC 5652).
final class SecurityObject {
    private static final BerTlv SHA256 = BerTlv.of("30", BerTlv.of("06", Bytes.hex("608648016503040201")));
    private static final BerTlv ECDSA_SHA256 = BerTlv.of("30", BerTlv.of("06", Bytes.hex("2A8648CE3D040302")));
    private static final BerTlv SIGNED_DATA = BerTlv.of("06", Bytes.hex("2A864886F70D010702"));
    private static final BerTlv LDS_OBJECT = BerTlv.of("06", Bytes.hex("678108010101"));
    private static final BerTlv CONTENT_TYPE = BerTlv.of("06", Bytes.hex("2A864886F70D010903"));
    private static final BerTlv MESSAGE_DIGEST = BerTlv.of("06", Bytes.hex("2A864886F70D010904"));

    private SecurityObject() {}

    /// @param groups contents of the data groups by number
    static Bytes sign(SortedMap<Integer, Bytes> groups, SecureRandom random) {
        CardKey authority = KeyAlgorithm.P256.generate(random);
        CardKey signer = KeyAlgorithm.P256.generate(random);
        Bytes certificate = new SelfMadeCertificate(
                        "puce document signer", signer, "puce country signing authority", authority)
                .encode(random);
        try {
            Bytes content = hashes(groups).encode();
            BerTlv attributes = attributes(content);
            var signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(signer.privateKey(), random);
            signature.update(attributes.encode().toArray());
            var parsed = (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(certificate.toArray()));
            var issuer = BerTlv.readAll(Bytes.of(parsed.getIssuerX500Principal().getEncoded()))
                    .getFirst();
            var signerInfo = BerTlv.of(
                    "30",
                    integer(Bytes.of(1)),
                    BerTlv.of(
                            "30",
                            issuer,
                            integer(Bytes.of(parsed.getSerialNumber().toByteArray()))),
                    SHA256,
                    BerTlv.of("A0", attributes.value()),
                    ECDSA_SHA256,
                    BerTlv.of("04", Bytes.of(signature.sign())));
            var signedData = BerTlv.of(
                    "30",
                    integer(Bytes.of(3)),
                    BerTlv.of("31", SHA256),
                    BerTlv.of("30", LDS_OBJECT, BerTlv.of("A0", BerTlv.of("04", content))),
                    BerTlv.of("A0", certificate),
                    BerTlv.of("31", signerInfo));
            return BerTlv.of("77", BerTlv.of("30", SIGNED_DATA, BerTlv.of("A0", signedData)))
                    .encode();
        } catch (GeneralSecurityException | MalformedDataException e) {
            throw new IllegalStateException("the JDK cannot make a signed object: " + e.getMessage(), e);
        }
    }

    /// LDSSecurityObject, version 0.
    private static BerTlv hashes(SortedMap<Integer, Bytes> groups) {
        BerTlv[] entries = groups.entrySet().stream()
                .map(group -> BerTlv.of(
                        "30",
                        integer(Bytes.of(group.getKey())),
                        BerTlv.of("04", KeyDerivation.digest("SHA-256", group.getValue()))))
                .toArray(BerTlv[]::new);
        return BerTlv.of("30", integer(Bytes.of(0)), SHA256, BerTlv.of("30", entries));
    }

    /// Signed attributes as the set that is signed; in the object they have the tag A0.
    private static BerTlv attributes(Bytes content) {
        Bytes digest = KeyDerivation.digest("SHA-256", content);
        return BerTlv.of(
                "31",
                BerTlv.of("30", CONTENT_TYPE, BerTlv.of("31", LDS_OBJECT)),
                BerTlv.of("30", MESSAGE_DIGEST, BerTlv.of("31", BerTlv.of("04", digest))));
    }

    private static BerTlv integer(Bytes value) {
        return BerTlv.of("02", value);
    }
}
