package dev.puce.decode.special;

import dev.puce.decode.dictionary.DictionaryScope;
import dev.puce.decode.dictionary.Field;
import dev.puce.decode.dictionary.Format;
import dev.puce.decode.dictionary.Out;
import dev.puce.decode.dictionary.Texts;
import dev.puce.decode.dictionary.View;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.zip.GZIPInputStream;

/// An X.509 certificate: subject, issuer, validity, key. PIV cards may compress it with gzip.
final class CertificateFormat implements Format {
    private static final int LARGEST = 32768;

    @Override
    public void write(Field field, View bytes, DictionaryScope scope, Out out) {
        if (!out.wants(field)) {
            return;
        }
        if (!out.isTree()) {
            String subject = CertificateSubject.of(bytes);
            if (subject != null) {
                out.leaf(field, "X.509 \"" + subject + '"', bytes);
            }
            return;
        }
        X509Certificate certificate;
        try {
            certificate = read(bytes.bytes().toArray());
        } catch (CertificateException | IOException | RuntimeException e) {
            out.leaf(field, Texts.hex(bytes), bytes); // not a certificate, or one that the JDK does not read
            return;
        }
        out.open(field, "X.509", bytes);
        add("subject", certificate.getSubjectX500Principal().getName(), bytes, out);
        add("issuer", certificate.getIssuerX500Principal().getName(), bytes, out);
        add("serial number", certificate.getSerialNumber().toString(16), bytes, out);
        add("valid from", certificate.getNotBefore().toInstant().toString(), bytes, out);
        add("valid until", certificate.getNotAfter().toInstant().toString(), bytes, out);
        add("public key", key(certificate.getPublicKey()), bytes, out);
        add("signature algorithm", certificate.getSigAlgName(), bytes, out);
        out.close();
    }

    private static String key(PublicKey key) {
        return switch (key) {
            case RSAPublicKey rsa -> "RSA, " + rsa.getModulus().bitLength() + " bits";
            case ECPublicKey ec -> "EC, " + ec.getParams().getCurve().getField().getFieldSize() + " bits";
            default -> key.getAlgorithm();
        };
    }

    private static void add(String name, String text, View bytes, Out out) {
        out.leaf(Field.of(name), text, bytes);
    }

    private static X509Certificate read(byte[] bytes) throws CertificateException, IOException {
        var content = bytes;
        if (bytes.length > 2 && bytes[0] == 0x1F && (bytes[1] & 0xFF) == 0x8B) {
            try (var unzipped = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
                content = unzipped.readNBytes(LARGEST);
            }
        }
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(content));
    }
}
