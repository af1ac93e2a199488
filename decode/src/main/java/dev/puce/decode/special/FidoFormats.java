package dev.puce.decode.special;

import static dev.puce.decode.special.SpecialFormats.format;
import static dev.puce.decode.special.SpecialFormats.leaf;

import dev.puce.decode.dictionary.DictionaryScope;
import dev.puce.decode.dictionary.Field;
import dev.puce.decode.dictionary.Format;
import dev.puce.decode.dictionary.Out;
import dev.puce.decode.dictionary.Texts;
import dev.puce.decode.dictionary.View;
import java.util.Map;
import java.util.function.Function;

/// Formats of U2F and CTAP 2.
final class FidoFormats {
    static final Map<String, Function<String, Format>> NAMED = Map.ofEntries(
            format("fido.command", FidoFormats::command),
            format("fido.answer", FidoFormats::answer),
            format("fido.keepalive", FidoFormats::keepAlive),
            format("fido.registration", FidoFormats::registration),
            format("authdata", FidoFormats::authenticatorData));

    private FidoFormats() {}

    private static void command(Field field, View bytes, DictionaryScope scope, Out out) {
        View code = bytes.sub(0, 1);
        leaf(Field.shown("command"), SpecialFormats.value("fido", "command", code), code, out);
        if (bytes.length() > 1) {
            new CborFormat(table(code)).write(Field.of("parameters"), bytes.sub(1), scope, out);
        }
    }

    /// Name of the tables of a command; the previews of two commands share theirs.
    private static String table(View code) {
        return switch (code.u8(0)) {
            case 0x40 -> "09";
            case 0x41 -> "0A";
            default -> code.hex();
        };
    }

    private static void answer(Field field, View bytes, DictionaryScope scope, Out out) {
        if (scope.status() == 0x9100) {
            keepAlive(field, bytes, scope, out);
            return;
        }
        View status = bytes.sub(0, 1);
        leaf(Field.shown("status"), SpecialFormats.value("fido", "status", status), status, out);
        if (bytes.length() > 1) {
            String map = table(scope.command().sub(0, 1)) + "a";
            new CborFormat(map).write(Field.of("response"), bytes.sub(1), scope, out);
        }
    }

    private static void keepAlive(Field field, View bytes, DictionaryScope scope, Out out) {
        View status = bytes.sub(0, 1);
        if (scope.status() != 0x9100) {
            out.hex(field, bytes);
            return;
        }
        leaf(
                Field.shown("keep-alive"),
                "keep-alive, " + SpecialFormats.value("fido", "keepalive", status) + " (" + status.hex() + ")",
                status,
                out);
    }

    /// Public key, key handle, certificate, signature (U2F raw messages, 4.3).
    private static void registration(Field field, View bytes, DictionaryScope scope, Out out) {
        if (bytes.length() < 67 || bytes.u8(0) != 5) {
            out.hex(field, bytes);
            return;
        }
        int handle = bytes.u8(66);
        out.hex(Field.of("public key"), bytes.sub(1, 66));
        out.hex(Field.of("key handle"), bytes.sub(67, 67 + handle));
        View rest = bytes.sub(67 + handle);
        int length = rest.u8(1) == 0x82 ? rest.u16(2) + 4 : Math.min(rest.length(), rest.u8(1) + 2);
        new CertificateFormat().write(Field.of("attestation certificate"), rest.sub(0, length), scope, out);
        out.hex(Field.of("signature"), rest.sub(length));
    }

    /// Authenticator data (WebAuthn, 6.1).
    private static void authenticatorData(Field field, View bytes, DictionaryScope scope, Out out) {
        if (!out.isTree()) {
            return;
        }
        if (bytes.length() < 37) {
            out.hex(field, bytes);
            return;
        }
        out.open(field, "", bytes);
        out.hex(Field.of("rpIdHash"), bytes.sub(0, 32));
        View flags = bytes.sub(32, 33);
        out.leaf(Field.of("flags"), flags.hex() + " (" + SpecialFormats.bits("fido", "authflags", flags) + ")", flags);
        View counter = bytes.sub(33, 37);
        out.leaf(Field.of("counter"), Long.toString(counter.number()), counter);
        View rest = bytes.sub(37);
        if ((flags.u8(0) & 0x40) != 0 && rest.length() >= 18) {
            String id = Texts.uuid(rest.sub(0, 16));
            out.leaf(Field.of("AAGUID"), id == null ? "" : id, rest.sub(0, 16));
            int length = rest.u16(16);
            out.hex(Field.of("credential ID"), rest.sub(18, 18 + length));
            rest = rest.sub(18 + length);
        }
        if (!rest.isEmpty()) {
            new CborFormat("cosekey").write(Field.of("public key and extensions"), rest, scope, out);
        }
        out.close();
    }
}
