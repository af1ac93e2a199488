package dev.puce.decode.special;

import static dev.puce.decode.special.SpecialFormats.format;
import static dev.puce.decode.special.SpecialFormats.leaf;
import static dev.puce.decode.special.SpecialFormats.text;

import dev.puce.decode.dictionary.DictionaryScope;
import dev.puce.decode.dictionary.Field;
import dev.puce.decode.dictionary.Format;
import dev.puce.decode.dictionary.Oids;
import dev.puce.decode.dictionary.Out;
import dev.puce.decode.dictionary.Texts;
import dev.puce.decode.dictionary.TlvFormat;
import dev.puce.decode.dictionary.View;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// Formats of the OpenPGP card 3.4.1.
final class OpenPgpFormats {
    static final Map<String, Function<String, Format>> NAMED = Map.ofEntries(
            text("openpgp.version", (bytes, _) -> version(bytes)),
            text("openpgp.algorithm", (bytes, _) -> algorithm(bytes)),
            text("openpgp.pinlength", (bytes, _) -> pinLength(bytes)),
            format("openpgp.keyref", OpenPgpFormats::keyReference),
            format("openpgp.capabilities", OpenPgpFormats::capabilities),
            format("openpgp.fingerprints", OpenPgpFormats::fingerprints),
            format("openpgp.times", OpenPgpFormats::times),
            format("openpgp.cryptogram", OpenPgpFormats::cryptogram));

    private static final List<String> KEYS = List.of("signing", "decryption", "authentication", "attestation");
    private static final List<String> CAPABILITIES = List.of(
            "secure messaging",
            "GET CHALLENGE",
            "key import",
            "PW status changeable",
            "private data objects",
            "algorithm attributes changeable",
            "AES",
            "KDF");

    private OpenPgpFormats() {}

    /// BCD digits: 0304 is 3.4.
    private static String version(View bytes) {
        var text = new StringBuilder();
        for (int i = 0; i < bytes.length() && i < 4; i++) {
            String digits = bytes.sub(i, i + 1).hex();
            text.append(i == 0 ? "" : ".").append(digits.startsWith("0") ? digits.substring(1) : digits);
        }
        return text.toString();
    }

    /// Algorithm attributes (4.4.3.9).
    private static String algorithm(View bytes) {
        if (bytes.isEmpty()) {
            return null;
        }
        int id = bytes.u8(0);
        if (id == 1) {
            String format =
                    bytes.length() > 5 ? ", import " + SpecialFormats.value("openpgp", "import", bytes.sub(5, 6)) : "";
            return "RSA " + bytes.u16(1) + ", exponent " + bytes.u16(3) + " bits" + format;
        }
        String name = switch (id) {
            case 0x12 -> "ECDH ";
            case 0x13 -> "ECDSA ";
            case 0x16 -> "EdDSA ";
            default -> "algorithm %02X ".formatted(id);
        };
        boolean withPublicKey = bytes.length() > 1 && bytes.u8(bytes.length() - 1) == 0xFF;
        String dotted = Texts.oid(withPublicKey ? bytes.sub(1, bytes.length() - 1) : bytes.sub(1));
        String curve = dotted == null ? null : Oids.name(dotted);
        String text = name
                + (curve != null
                        ? curve
                        : dotted != null ? dotted : bytes.sub(1).hex());
        return withPublicKey ? text + ", public key needed" : text;
    }

    /// The template's tag names the key; its value may hold a reference.
    private static void keyReference(Field field, View bytes, DictionaryScope scope, Out out) {
        if (out.isTree()) {
            out.hex(field, bytes);
        } else {
            out.leaf(field, field.name(), bytes);
        }
    }

    private static String pinLength(View bytes) {
        int value = bytes.u8(0);
        return bytes.length() == 1 ? (value & 0x7F) + ((value & 0x80) != 0 ? ", PIN block 2" : "") : null;
    }

    private static void capabilities(Field field, View bytes, DictionaryScope scope, Out out) {
        if (!out.isTree()) {
            return;
        }
        var names = new ArrayList<String>();
        for (int i = 0; i < CAPABILITIES.size(); i++) {
            if ((bytes.u8(0) & 0x80 >> i) != 0) {
                names.add(CAPABILITIES.get(i));
            }
        }
        out.open(field, "%02X (%s)".formatted(bytes.u8(0), String.join(", ", names)), bytes);
        leaf(Field.of("secure messaging algorithm"), secureMessaging(bytes.u8(1)), bytes.sub(1, 2), out);
        leaf(Field.of("longest challenge"), Texts.bytes(bytes.u16(2)), bytes.sub(2, 4), out);
        leaf(Field.of("longest certificate"), Texts.bytes(bytes.u16(4)), bytes.sub(4, 6), out);
        lengths(bytes.sub(6), out);
        out.close();
    }

    /// The last bytes. Version 3 has a limit and two flags, version 2 has two limits (4.4.3.7).
    private static void lengths(View bytes, Out out) {
        if (bytes.length() != 4) {
            out.hex(Field.of("further capabilities"), bytes);
        } else if (bytes.u8(2) <= 1 && bytes.u8(3) <= 1) {
            leaf(Field.of("longest special data object"), Texts.bytes(bytes.u16(0)), bytes.sub(0, 2), out);
            leaf(Field.of("PIN block format 2"), supported(bytes.u8(2)), bytes.sub(2, 3), out);
            leaf(Field.of("MANAGE SECURITY ENVIRONMENT"), supported(bytes.u8(3)), bytes.sub(3, 4), out);
        } else {
            leaf(Field.of("longest command"), Texts.bytes(bytes.u16(0)), bytes.sub(0, 2), out);
            leaf(Field.of("longest response"), Texts.bytes(bytes.u16(2)), bytes.sub(2, 4), out);
        }
    }

    private static String supported(int flag) {
        return flag == 0 ? "not supported" : "supported";
    }

    private static String secureMessaging(int value) {
        return switch (value) {
            case 0 -> "none";
            case 1 -> "AES-128";
            case 2 -> "AES-256";
            case 3 -> "SCP11b";
            default -> "%02X".formatted(value);
        };
    }

    private static void fingerprints(Field field, View bytes, DictionaryScope scope, Out out) {
        if (!out.isTree()) {
            return;
        }
        out.open(field, "", bytes);
        for (int i = 0; 20 * i < bytes.length(); i++) {
            View fingerprint = bytes.sub(20 * i, 20 * i + 20);
            String name = i < KEYS.size() ? KEYS.get(i) : Integer.toString(i + 1);
            out.leaf(Field.of(name), fingerprint.isFilledWith(0) ? "none" : fingerprint.hex(), fingerprint);
        }
        out.close();
    }

    private static void times(Field field, View bytes, DictionaryScope scope, Out out) {
        if (!out.isTree()) {
            return;
        }
        out.open(field, "", bytes);
        for (int i = 0; 4 * i < bytes.length(); i++) {
            View time = bytes.sub(4 * i, 4 * i + 4);
            String name = i < KEYS.size() ? KEYS.get(i) : Integer.toString(i + 1);
            out.leaf(Field.of(name), time(time), time);
        }
        out.close();
    }

    private static String time(View time) {
        return time.number() == 0
                ? "none"
                : Instant.ofEpochSecond(time.number())
                        .toString()
                        .replace("T", " ")
                        .replace("Z", " UTC");
    }

    /// Padding indicator and cryptogram, or a public key for ECDH.
    private static void cryptogram(Field field, View bytes, DictionaryScope scope, Out out) {
        if (!out.isTree() || bytes.isEmpty()) {
            return;
        }
        switch (bytes.u8(0)) {
            case 0x00 -> out.hex(Field.of("RSA cryptogram"), bytes.sub(1));
            case 0x02 -> out.hex(Field.of("AES cryptogram"), bytes.sub(1));
            case 0xA6 -> {
                out.open(Field.of("ECDH"), "", bytes);
                TlvFormat.objects("A6", TlvFormat.Syntax.BER, bytes, scope, out);
                out.close();
            }
            default -> out.hex(field, bytes);
        }
    }
}
