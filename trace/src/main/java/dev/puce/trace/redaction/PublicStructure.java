package dev.puce.trace.redaction;

import dev.puce.iso7816.BerTlv;
import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.MalformedDataException;
import dev.puce.pcsc.Hidden;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECKey;
import java.security.interfaces.RSAKey;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Describes data for [Redaction#PUBLIC], without a value that could name a person or a device: tags and lengths of
/// data objects, algorithms of certificates and keys, otherwise the length alone.
///
///     70{5A:8 5F34:1}
///     certificate SHA256withRSA, RSA 2048 bits
///     256 bytes, rsaEncryption
final class PublicStructure {
    /// Data objects are described down to this depth.
    private static final int DEEPEST = 6;

    private static final int LONGEST = 300;
    private static final int SMALLEST_OBJECT = 4;
    private static final int SEQUENCE = 0x30;
    private static final int OID = 0x06;

    /// Values of SELECT's response that describe a file or an application: sizes, descriptor, identifier, name, life
    /// cycle (ISO/IEC 7816-4:2020, table 12).
    private static final Set<String> FILE_CONTROL = Set.of("80", "81", "82", "83", "84", "8A");

    private static final Map<Bytes, String> ALGORITHMS = algorithms();

    private PublicStructure() {}

    private static Map<Bytes, String> algorithms() {
        var names = new LinkedHashMap<Bytes, String>();
        names.put(Bytes.hex("2A864886F70D010101"), "rsaEncryption");
        names.put(Bytes.hex("2A864886F70D010105"), "sha1WithRSAEncryption");
        names.put(Bytes.hex("2A864886F70D01010A"), "RSASSA-PSS");
        names.put(Bytes.hex("2A864886F70D01010B"), "sha256WithRSAEncryption");
        names.put(Bytes.hex("2A864886F70D01010C"), "sha384WithRSAEncryption");
        names.put(Bytes.hex("2A864886F70D01010D"), "sha512WithRSAEncryption");
        names.put(Bytes.hex("2A8648CE3D0201"), "ecPublicKey");
        names.put(Bytes.hex("2A8648CE3D030107"), "P-256");
        names.put(Bytes.hex("2B81040022"), "P-384");
        names.put(Bytes.hex("2B81040023"), "P-521");
        names.put(Bytes.hex("2B2403030208010107"), "brainpoolP256r1");
        names.put(Bytes.hex("2B240303020801010B"), "brainpoolP384r1");
        names.put(Bytes.hex("2B240303020801010D"), "brainpoolP512r1");
        names.put(Bytes.hex("2A8648CE3D040302"), "ecdsa-with-SHA256");
        names.put(Bytes.hex("2A8648CE3D040303"), "ecdsa-with-SHA384");
        names.put(Bytes.hex("2A8648CE3D040304"), "ecdsa-with-SHA512");
        names.put(Bytes.hex("2B6570"), "Ed25519");
        names.put(Bytes.hex("2B656E"), "X25519");
        return names;
    }

    /// Hides data, and keeps their length and structure.
    static Hidden of(Bytes data) {
        return new Hidden(Optional.of("x".repeat(data.length())), Optional.of(text(data, Set.of())));
    }

    /// Hides the data of SELECT's response, and keeps what describes the file.
    static Hidden ofFileControl(Bytes data) {
        return new Hidden(Optional.of("x".repeat(data.length())), Optional.of(text(data, FILE_CONTROL)));
    }

    private static String text(Bytes data, Set<String> visible) {
        return certificate(data)
                .or(() -> objects(data, visible).map(text -> text + algorithmNames(data)))
                .orElseGet(() -> data.length() + (data.length() == 1 ? " byte" : " bytes") + algorithmNames(data));
    }

    /// The algorithms of the first whole certificate in the data.
    private static Optional<String> certificate(Bytes data) {
        for (int at = 0; at + 4 < data.length(); at++) {
            if (data.get(at) == SEQUENCE && data.get(at + 1) == 0x82) {
                int length = 4 + (data.get(at + 2) << 8 | data.get(at + 3));
                if (at + length <= data.length()) {
                    var found = parse(data.slice(at, at + length));
                    if (found.isPresent()) {
                        return found;
                    }
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<String> parse(Bytes der) {
        try {
            var factory = CertificateFactory.getInstance("X.509");
            var certificate = (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der.toArray()));
            String size = switch (certificate.getPublicKey()) {
                case RSAKey rsa -> " " + rsa.getModulus().bitLength() + " bits";
                case ECKey ec -> " " + ec.getParams().getOrder().bitLength() + " bits";
                default -> "";
            };
            return Optional.of("certificate " + certificate.getSigAlgName() + ", "
                    + certificate.getPublicKey().getAlgorithm() + size);
        } catch (CertificateException notACertificate) {
            return Optional.empty();
        }
    }

    /// The tags and lengths, if the data are a constructed object that fills them.
    private static Optional<String> objects(Bytes data, Set<String> visible) {
        if (data.length() < SMALLEST_OBJECT) {
            return Optional.empty();
        }
        try {
            List<BerTlv> objects = BerTlv.readAll(data);
            boolean fits = !objects.isEmpty()
                    && isTemplate(objects.getFirst())
                    && BerTlv.encodeAll(objects).length() == data.length();
            String text = fits ? describe(objects, visible, 0) : "";
            return text.isEmpty() || text.length() > LONGEST ? Optional.empty() : Optional.of(text);
        } catch (MalformedDataException notObjects) {
            return Optional.empty();
        }
    }

    private static String describe(List<BerTlv> objects, Set<String> visible, int depth) {
        return objects.stream().map(object -> describe(object, visible, depth)).collect(Collectors.joining(" "));
    }

    /// Whether an object contains objects. PIV's 53 does, although its tag is that of a primitive one.
    private static boolean isTemplate(BerTlv object) {
        return object.tag().isConstructed() || object.tag().toString().equals("53");
    }

    private static String describe(BerTlv object, Set<String> visible, int depth) {
        String tag = object.tag().toString();
        if (isTemplate(object) && depth < DEEPEST) {
            try {
                return tag + "{" + describe(BerTlv.readAll(object.value()), visible, depth + 1) + "}";
            } catch (MalformedDataException notObjects) {
                return tag + ":" + object.value().length();
            }
        }
        return visible.contains(tag) && !PublicNames.hasSerialNumber(object.value())
                ? tag + "=" + object.value().toHex()
                : tag + ":" + object.value().length();
    }

    /// The algorithms whose object identifiers are in the data, also in a part of a certificate.
    private static String algorithmNames(Bytes data) {
        var found = new LinkedHashSet<String>();
        for (int at = 0; at + 2 < data.length(); at++) {
            int end = at + 2 + data.get(at + 1);
            if (data.get(at) == OID && end <= data.length()) {
                Optional.ofNullable(ALGORITHMS.get(data.slice(at + 2, end))).ifPresent(found::add);
            }
        }
        return found.isEmpty() ? "" : ", " + String.join(", ", found);
    }
}
