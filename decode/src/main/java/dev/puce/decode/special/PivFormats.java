package dev.puce.decode.special;

import static dev.puce.decode.special.SpecialFormats.format;

import dev.puce.decode.dictionary.DictionaryScope;
import dev.puce.decode.dictionary.Field;
import dev.puce.decode.dictionary.Format;
import dev.puce.decode.dictionary.Out;
import dev.puce.decode.dictionary.Texts;
import dev.puce.decode.dictionary.Tlv;
import dev.puce.decode.dictionary.View;
import dev.puce.iso7816.Bytes;
import java.util.Map;
import java.util.function.Function;

/// Formats of PIV (NIST SP 800-73) and of Yubico's extensions.
final class PivFormats {
    static final Map<String, Function<String, Format>> NAMED = Map.ofEntries(
            format("piv.object", (_, bytes, scope, out) -> object(Tlv.find(scope.command(), 0x5C), bytes, scope, out)),
            SpecialFormats.text("piv.fascn", (bytes, _) -> fascn(bytes)),
            format("piv.putdata", PivFormats::putData),
            format("piv.managementkey", PivFormats::managementKey),
            format("piv.signature", PivFormats::signature));

    private PivFormats() {}

    /// The value of a data object, within tag 53 or directly (SP 800-73-4 part 1, 3).
    private static void object(View tag, View bytes, DictionaryScope scope, Out out) {
        var row = tag.isEmpty() || tag.length() > 4
                ? null
                : scope.dictionary().tags("pivobject").row((int) tag.number());
        var objects = new Tlv(bytes);
        if (row == null || !objects.next()) {
            out.hex(new Field(tag.hex(), "data object", Field.Highlight.NONE), bytes);
            return;
        }
        View value = objects.tag() == 0x53 || objects.tag() == (int) tag.number() ? objects.value() : bytes;
        if (value.isEmpty()) {
            SpecialFormats.leaf(Field.shown("content"), "empty", value, out);
        } else {
            row.format().write(value, scope, out);
        }
    }

    private static void putData(Field field, View bytes, DictionaryScope scope, Out out) {
        View tag = Tlv.find(bytes, 0x5C);
        var objects = new Tlv(bytes);
        while (objects.next()) {
            if (objects.tag() == 0x5C) {
                out.hex(new Field("5C", "tag list", Field.Highlight.NONE), objects.value());
            } else if (objects.value().isEmpty()) {
                SpecialFormats.leaf(Field.shown("content"), "empty: delete the object", objects.value(), out);
            } else {
                object(tag.isEmpty() ? View.derived(tagOf(objects)) : tag, objects.object(), scope, out);
            }
        }
    }

    /// The Federal Agency Smart Credential Number: 40 characters of 4 bits, lowest first, and parity (SP 800-73 part
    /// 1, 3.1.2; TIG SCEPACS 2.3, 6.3).
    private static String fascn(View bytes) {
        if (bytes.length() != 25) {
            return null;
        }
        var digits = new StringBuilder();
        for (int i = 0; i < 40; i++) {
            int value = 0;
            for (int b = 0; b < 4; b++) {
                int at = 5 * i + b;
                value |= (bytes.u8(at / 8) >> (7 - at % 8) & 1) << b;
            }
            digits.append(Integer.toHexString(value));
        }
        String text = digits.toString();
        if (!text.matches("b[0-9]{4}d[0-9]{4}d[0-9]{6}d[0-9]d[0-9]d[0-9]{16}f.")) {
            return bytes.hex();
        }
        return "agency code %s, system code %s, credential number %s, series %s, issue %s, person %s, organization %s %s, association %s"
                .formatted(
                        text.substring(1, 5),
                        text.substring(6, 10),
                        text.substring(11, 17),
                        text.substring(18, 19),
                        text.substring(20, 21),
                        text.substring(22, 32),
                        text.substring(32, 33),
                        text.substring(33, 37),
                        text.substring(37, 38));
    }

    private static Bytes tagOf(Tlv objects) {
        return Bytes.hex(SpecialFormats.id(objects.tag()));
    }

    /// Algorithm, key reference, length, key.
    private static void managementKey(Field field, View bytes, DictionaryScope scope, Out out) {
        View algorithm = bytes.sub(0, 1);
        SpecialFormats.leaf(
                Field.shown("algorithm"), SpecialFormats.value("piv", "algorithm", algorithm), algorithm, out);
        out.hex(Field.of("key reference"), bytes.sub(1, 2));
        out.secret(Field.of("key"), bytes.sub(3));
    }

    private static void signature(Field field, View bytes, DictionaryScope scope, Out out) {
        if (out.isTree()) {
            out.leaf(field, bytes.isEmpty() ? "none" : Texts.hex(bytes), bytes);
        }
    }
}
