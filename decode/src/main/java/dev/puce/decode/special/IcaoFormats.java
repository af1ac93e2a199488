package dev.puce.decode.special;

import static dev.puce.decode.special.SpecialFormats.format;
import static dev.puce.decode.special.SpecialFormats.text;

import dev.puce.decode.dictionary.DictionaryScope;
import dev.puce.decode.dictionary.Field;
import dev.puce.decode.dictionary.Format;
import dev.puce.decode.dictionary.Out;
import dev.puce.decode.dictionary.Texts;
import dev.puce.decode.dictionary.View;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Function;

/// Formats of ICAO Doc 9303.
final class IcaoFormats {
    static final Map<String, Function<String, Format>> NAMED = Map.ofEntries(
            format("icao.mrz", IcaoFormats::zone), text("icao.authorisation", (bytes, _) -> authorisation(bytes)));

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
