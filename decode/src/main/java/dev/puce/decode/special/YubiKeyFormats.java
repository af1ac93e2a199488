package dev.puce.decode.special;

import static dev.puce.decode.special.SpecialFormats.format;
import static dev.puce.decode.special.SpecialFormats.leaf;
import static dev.puce.decode.special.SpecialFormats.text;

import dev.puce.decode.dictionary.DictionaryScope;
import dev.puce.decode.dictionary.Field;
import dev.puce.decode.dictionary.Format;
import dev.puce.decode.dictionary.Out;
import dev.puce.decode.dictionary.TlvFormat;
import dev.puce.decode.dictionary.View;
import java.util.Map;
import java.util.function.Function;

/// Formats of the YubiKey's own applications.
final class YubiKeyFormats {
    static final Map<String, Function<String, Format>> NAMED = Map.ofEntries(
            text("oath.challenge", (bytes, _) -> challenge(bytes)),
            format("oath.put", YubiKeyFormats::put),
            format("oath.key", YubiKeyFormats::key),
            format("oath.code", YubiKeyFormats::code),
            format("yubikey.lock", YubiKeyFormats::lock));

    private static final int PERIOD_SECONDS = 30;
    private static final int PROPERTY = 0x78;

    private YubiKeyFormats() {}

    /// A number of periods since 1970.
    private static String challenge(View bytes) {
        return bytes.length() == 8 ? bytes.number() + " (time step of " + PERIOD_SECONDS + " s)" : bytes.hex();
    }

    /// Objects of PUT; the property has no length.
    private static void put(Field field, View bytes, DictionaryScope scope, Out out) {
        out.open(field, "", bytes);
        int at = 0;
        while (at < bytes.length() && !out.isFull()) {
            int end = bytes.u8(at) == PROPERTY ? at + 2 : at + 2 + bytes.u8(at + 1);
            if (bytes.u8(at) == PROPERTY) {
                var row = scope.dictionary().tags("oath").row(PROPERTY);
                row.format().write(bytes.sub(at + 1, end), scope, out);
            } else {
                TlvFormat.objects("oath", TlvFormat.Syntax.ONE_BYTE_TAG, bytes.sub(at, end), scope, out);
            }
            at = end;
        }
        out.close();
    }

    /// Type and algorithm, in PUT the number of digits, and the key.
    private static void key(Field field, View bytes, DictionaryScope scope, Out out) {
        int from = scope.ins() == 0x01 ? 2 : 1;
        if (!out.isTree() || bytes.length() < from) {
            return;
        }
        out.open(field, "", bytes);
        out.leaf(Field.of("type"), SpecialFormats.value("oath", "oathtype", bytes.sub(0, 1)), bytes.sub(0, 1));
        if (from == 2) {
            out.leaf(Field.of("digits"), Integer.toString(bytes.u8(1)), bytes.sub(1, 2));
        }
        out.secret(Field.of("key"), bytes.sub(from));
        out.close();
    }

    /// Number of digits and a truncated value. The code is short-lived but personal: it is a secret.
    private static void code(Field field, View bytes, DictionaryScope scope, Out out) {
        if (!out.isTree()) {
            return;
        }
        int digits = bytes.u8(0);
        if (bytes.length() != 5 || digits < 6 || digits > 8) {
            out.secret(field, bytes);
            return;
        }
        out.open(field, digits + " digits", bytes);
        long value = bytes.sub(1).number() & 0x7FFFFFFF;
        long modulus = Math.round(Math.pow(10, digits));
        if (out.showsSecrets()) {
            out.leaf(Field.of("code"), ("%0" + digits + "d").formatted(value % modulus), bytes.sub(1));
        }
        out.secret(Field.of("value"), bytes.sub(1));
        out.close();
    }

    /// In answers one byte says whether the configuration is locked; in commands the value is a lock code.
    private static void lock(Field field, View bytes, DictionaryScope scope, Out out) {
        if (bytes.length() == 1) {
            leaf(field, bytes.u8(0) == 0 ? "not locked" : "locked", bytes, out);
        } else {
            out.secret(field, bytes);
        }
    }
}
