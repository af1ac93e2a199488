package dev.puce.decode.special;

import dev.puce.decode.dictionary.Texts;
import dev.puce.decode.dictionary.Tlv;
import dev.puce.decode.dictionary.View;
import java.nio.charset.StandardCharsets;

/// Finds the common name of a certificate's subject without reading the rest.
final class CertificateSubject {
    private static final int COMMON_NAME = 0x550403;
    private static final int SEQUENCE = 0x30;

    private CertificateSubject() {}

    /// The common name, or another name of the subject; `null` if the bytes are not a plain certificate.
    static String of(View bytes) {
        var certificate = new Tlv(bytes);
        if (!certificate.next() || certificate.tag() != SEQUENCE) {
            return null;
        }
        var signed = new Tlv(certificate.value());
        if (!signed.next() || signed.tag() != SEQUENCE) {
            return null;
        }
        var fields = new Tlv(signed.value());
        int sequences = 0;
        while (fields.next()) {
            if (fields.tag() == SEQUENCE && ++sequences == 4) { // signature algorithm, issuer, validity, subject
                return name(fields.value());
            }
        }
        return null;
    }

    private static String name(View subject) {
        String other = null;
        var sets = new Tlv(subject);
        while (sets.next()) {
            View pair = Tlv.find(sets.value(), SEQUENCE);
            View type = Tlv.find(pair, 0x06);
            var values = new Tlv(pair);
            View text = View.EMPTY;
            while (values.next()) {
                text = values.value();
            }
            String quoted = Texts.quoted(text, StandardCharsets.UTF_8);
            if (quoted != null && quoted.length() > 2) {
                String plain = quoted.substring(1, quoted.length() - 1);
                if (type.number() == COMMON_NAME) {
                    return "CN=" + plain;
                }
                other = plain;
            }
        }
        return other;
    }
}
