package dev.puce.decode.special;

import static dev.puce.decode.special.SpecialFormats.format;
import static dev.puce.decode.special.SpecialFormats.text;

import dev.puce.decode.dictionary.DictionaryScope;
import dev.puce.decode.dictionary.Field;
import dev.puce.decode.dictionary.Format;
import dev.puce.decode.dictionary.Oids;
import dev.puce.decode.dictionary.Out;
import dev.puce.decode.dictionary.Texts;
import dev.puce.decode.dictionary.Tlv;
import dev.puce.decode.dictionary.View;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Function;

/// Formats of ICAO Doc 9303.
final class IcaoFormats {
    static final Map<String, Function<String, Format>> NAMED = Map.ofEntries(
            format("icao.mrz", IcaoFormats::zone),
            format("icao.sod", IcaoFormats::securityObject),
            text("icao.authorisation", (bytes, _) -> authorisation(bytes)));

    private IcaoFormats() {}

    /// Role and rights of a certificate holder: one byte of an inspection system, five of an authentication terminal
    /// (BSI TR-03110 part 3, C.4).
    private static String authorisation(View bytes) {
        String rights = switch (bytes.length()) {
            case 1 -> SpecialFormats.bits("icao", "inspection", bytes);
            case 5 -> SpecialFormats.bits("icao", "authentication", bytes);
            default -> "";
        };
        String role = SpecialFormats.bits("icao", "role", bytes);
        return bytes.hex() + " (" + role + (rights.isEmpty() ? "" : ", " + rights) + ")";
    }

    /// The document security object: hashes of data groups, and the certificate of the document signer (Doc 9303-10,
    /// 4.6.2, and CMS).
    private static void securityObject(Field field, View bytes, DictionaryScope scope, Out out) {
        View signed = Tlv.find(bytes, 0x77, 0x30, 0xA0, 0x30);
        View object = Tlv.find(signed, 0x30, 0xA0, 0x04, 0x30);
        if (!out.isTree() || object.isEmpty()) {
            new DerFormat().write(field, bytes, scope, out);
            return;
        }
        out.open(field, "", bytes);
        var elements = new Tlv(object);
        int sequences = 0;
        while (elements.next()) {
            if (elements.tag() == 0x30) {
                switch (sequences++) {
                    case 0 -> {
                        String algorithm = Oids.text(Tlv.find(elements.value(), 0x06));
                        out.leaf(Field.of("hash algorithm"), String.valueOf(algorithm), elements.value());
                    }
                    case 1 -> hashes(elements.value(), out);
                    default -> new DerFormat().write(Field.of("LDS version"), elements.value(), scope, out);
                }
            }
        }
        View certificate = Tlv.find(signed, 0xA0);
        if (!certificate.isEmpty()) {
            new CertificateFormat().write(Field.of("document signer"), certificate, scope, out);
        }
        new DerFormat()
                .write(Field.of("signer information"), Tlv.find(signed.sub(after(signed, 0xA0)), 0x31), scope, out);
        out.close();
    }

    /// Position after the first object with a tag.
    private static int after(View bytes, int tag) {
        var objects = new Tlv(bytes);
        while (objects.next()) {
            if (objects.tag() == tag) {
                return bytes.length() - objects.rest().length();
            }
        }
        return 0;
    }

    /// Number and hash of each data group.
    private static void hashes(View bytes, Out out) {
        var groups = new Tlv(bytes);
        while (groups.next()) {
            View number = Tlv.find(groups.value(), 0x02);
            View hash = Tlv.find(groups.value(), 0x04);
            out.leaf(Field.of("hash of DG" + number.number()), hash.hex(), hash);
        }
    }

    /// The machine readable zone of TD1 (3 lines of 30), TD2 (2 of 36) or TD3 (2 of 44).
    private static void zone(Field field, View bytes, DictionaryScope scope, Out out) {
        if (!out.isTree()) {
            return;
        }
        int width = switch (bytes.length()) {
            case 90 -> 30;
            case 72 -> 36;
            case 88 -> 44;
            default -> 0;
        };
        if (width == 0 || !bytes.isAscii()) {
            out.hex(field, bytes);
            return;
        }
        out.open(field, "", bytes);
        boolean three = width == 30;
        add("document", bytes.sub(0, 2), out);
        add("issuing state", bytes.sub(2, 5), out);
        if (three) {
            add("document number", bytes.sub(5, 14), out);
            person(bytes.sub(30), 0, 8, 15, out);
            add("name", bytes.sub(60, 90), out);
        } else {
            add("name", bytes.sub(5, width), out);
            add("document number", bytes.sub(width, width + 9), out);
            person(bytes.sub(width), 13, 21, 10, out);
        }
        out.close();
    }

    private static void person(View line, int birth, int expiry, int nationality, Out out) {
        add("nationality", line.sub(nationality, nationality + 3), out);
        add("date of birth", line.sub(birth, birth + 6), out);
        add("sex", line.sub(birth + 7, birth + 8), out);
        add("expiry date", line.sub(expiry, expiry + 6), out);
    }

    private static void add(String name, View bytes, Out out) {
        String text = bytes.bytes().text(StandardCharsets.US_ASCII).replaceAll("<+$", "");
        String date = name.contains("date") && text.matches("[0-9]{6}")
                ? Texts.date(text.substring(0, 2), text.substring(2))
                : null;
        out.leaf(Field.of(name), date != null ? date : text.replace('<', ' '), bytes);
    }
}
