package dev.puce.decode.special;

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

/// Values in DER with the names of their universal types (ISO/IEC 8825-1).
final class DerFormat implements Format {
    private static final Map<Integer, String> NAMES = Map.ofEntries(
            Map.entry(0x01, "boolean"),
            Map.entry(0x02, "integer"),
            Map.entry(0x03, "bit string"),
            Map.entry(0x04, "octet string"),
            Map.entry(0x05, "null"),
            Map.entry(0x06, "object identifier"),
            Map.entry(0x0A, "enumerated"),
            Map.entry(0x0C, "text"),
            Map.entry(0x13, "text"),
            Map.entry(0x16, "text"),
            Map.entry(0x17, "time"),
            Map.entry(0x18, "time"),
            Map.entry(0x30, "sequence"),
            Map.entry(0x31, "set"));

    private static final int LARGEST = 65536;

    @Override
    public void write(Field field, View bytes, DictionaryScope scope, Out out) {
        if (!out.isTree()) {
            return;
        }
        if (bytes.length() > LARGEST || out.isDeep()) {
            out.hex(field, bytes);
            return;
        }
        out.open(field, "", bytes);
        values(bytes, out);
        out.close();
    }

    private static void values(View bytes, Out out) {
        var objects = new Tlv(bytes);
        while (objects.next()) {
            value(objects, out);
        }
        if (!objects.rest().isEmpty()) {
            out.hex(Field.of("further bytes"), objects.rest());
        }
    }

    private static void value(Tlv objects, Out out) {
        View value = objects.value();
        var field = new Field(
                SpecialFormats.id(objects.tag()), NAMES.getOrDefault(objects.tag(), ""), Field.Highlight.NONE);
        if (objects.isConstructed() && !out.isDeep()) {
            out.open(field, "", value);
            values(value, out);
            out.close();
            return;
        }
        String text = switch (objects.tag()) {
            case 0x06 -> Oids.text(value);
            case 0x02 -> value.length() <= 6 ? Long.toString(value.number()) : null;
            case 0x0C, 0x13, 0x16 -> Texts.quoted(value, StandardCharsets.UTF_8);
            case 0x17, 0x18 -> Texts.ascii(value);
            default -> null;
        };
        out.leaf(field, text != null ? text : Texts.hex(value), value);
    }
}
