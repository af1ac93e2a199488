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
    static final Map<String, Function<String, Format>> NAMED = Map.ofEntries(
            format("calypso.session", CalypsoFormats::session),
            format("calypso.file", CalypsoFormats::file),
            format("calypso.value", CalypsoFormats::storedValue),
            SpecialFormats.text("calypso.signed", (bytes, _) -> signed(bytes)));

    private CalypsoFormats() {}

    private static String signed(View bytes) {
        int unused = 64 - 8 * bytes.length();
        return bytes.isEmpty() ? null : Long.toString(bytes.number() << unused >> unused);
    }

    /// Proprietary information of a file: the common part, then keys of a DF or the data reference of an EF.
    private static void file(Field field, View bytes, DictionaryScope scope, Out out) {
        out.open(field, "", bytes);
        int at = SpecialFormats.structure("calypso", "calypsofile", bytes, scope, out);
        String rest = bytes.u8(1) == 4 ? "calypsoef" : "calypsodf";
        SpecialFormats.structure("calypso", rest, bytes.sub(at), scope, out);
        out.close();
    }

    /// The state of the stored value; the length tells the mode and the operation.
    private static void storedValue(Field field, View bytes, DictionaryScope scope, Out out) {
        boolean isLong = bytes.length() == 0x3D;
        if (!isLong && bytes.length() != 0x21 && bytes.length() != 0x1E) {
            out.hex(field, bytes);
            return;
        }
        int at = SpecialFormats.structure("calypso", isLong ? "svlong" : "svshort", bytes, scope, out);
        if (bytes.length() != 0x1E) {
            out.open(Field.of("load log"), "", bytes.sub(at, at + 22));
            SpecialFormats.structure("calypso", "svload", bytes.sub(at, at + 22), scope, out);
            out.close();
            at += 22;
        }
        if (bytes.length() != 0x21) {
            out.open(Field.of("debit log"), "", bytes.sub(at));
            SpecialFormats.structure("calypso", "svdebit", bytes.sub(at), scope, out);
            out.close();
        }
    }

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
