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

/// Formats of Calypso, as Keyple uses them.
final class CalypsoFormats {
    static final Map<String, Function<String, Format>> NAMED =
            Map.ofEntries(format("calypso.session", CalypsoFormats::session));

    private CalypsoFormats() {}

    /// Challenge, ratification, KIF, KVC, record.
    private static void session(Field field, View bytes, DictionaryScope scope, Out out) {
        if (bytes.length() < 8 || 8 + bytes.u8(7) != bytes.length()) {
            out.hex(field, bytes);
            return;
        }
        out.hex(Field.of("challenge of the card"), bytes.sub(0, 4));
        leaf(Field.of("previous session"), bytes.u8(4) == 0 ? "ratified" : "not ratified", bytes.sub(4, 5), out);
        out.hex(Field.named("KIF"), bytes.sub(5, 6));
        out.hex(Field.named("KVC"), bytes.sub(6, 7));
        View content = bytes.sub(8);
        if (!content.isEmpty()) {
            leaf(Field.shown("record"), "record of " + Texts.bytes(content.length()), content.sub(0, 0), out);
            out.hex(Field.of("record"), content);
        }
    }
}
