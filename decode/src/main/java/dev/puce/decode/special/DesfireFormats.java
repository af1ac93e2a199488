package dev.puce.decode.special;

import static dev.puce.decode.special.SpecialFormats.format;
import static dev.puce.decode.special.SpecialFormats.text;

import dev.puce.decode.dictionary.DictionaryScope;
import dev.puce.decode.dictionary.Field;
import dev.puce.decode.dictionary.Format;
import dev.puce.decode.dictionary.Out;
import dev.puce.decode.dictionary.Texts;
import dev.puce.decode.dictionary.View;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Formats of DESFire's native commands.
final class DesfireFormats {
    static final Map<String, Function<String, Format>> NAMED = Map.ofEntries(
            text("desfire.access", (bytes, _) -> access(bytes)),
            text("desfire.year", (bytes, _) -> "20" + bytes.hex()),
            text("desfire.files", (bytes, _) -> files(bytes)),
            format("desfire.cryptogram", DesfireFormats::cryptogram),
            format("desfire.version", DesfireFormats::version),
            format(
                    "desfire.createfile",
                    (field, bytes, scope, out) ->
                            structure(bytes.length() == 9 ? "createfileiso" : "createfile", bytes, scope, out)),
            format(
                    "desfire.createrecords",
                    (field, bytes, scope, out) ->
                            structure(bytes.length() == 12 ? "createrecordsiso" : "createrecords", bytes, scope, out)),
            format("desfire.settings", DesfireFormats::settings));

    private static final int FRAME = 7;

    private DesfireFormats() {}

    private static void structure(String name, View bytes, DictionaryScope scope, Out out) {
        SpecialFormats.structure("desfire", name, bytes, scope, out);
    }

    /// Access rights, half a byte each, lowest byte first: E is free, F is never.
    private static String access(View bytes) {
        if (bytes.length() != 2) {
            return null;
        }
        int value = bytes.u8(1) << 8 | bytes.u8(0);
        return "read " + key(value >> 12) + ", write " + key(value >> 8 & 15) + ", read and write "
                + key(value >> 4 & 15) + ", change " + key(value & 15);
    }

    private static String files(View bytes) {
        return bytes.isEmpty()
                ? "none"
                : IntStream.range(0, bytes.length())
                        .mapToObj(i -> Integer.toString(bytes.u8(i)))
                        .collect(Collectors.joining(", ", "files ", ""));
    }

    private static String key(int value) {
        return value == 14 ? "free" : value == 15 ? "never" : "key " + value;
    }

    private static void cryptogram(Field field, View bytes, DictionaryScope scope, Out out) {
        if (out.isTree()) {
            String text = scope.parts() == 1 ? "encrypted random number (RndB)" : "cryptograms";
            out.open(Field.of(text), Texts.bytes(bytes.length()), bytes);
            out.secret(Field.of("value"), bytes);
            out.close();
        }
    }

    /// Three frames of GET VERSION: hardware, software, production.
    private static void version(Field field, View bytes, DictionaryScope scope, Out out) {
        frame("hardware", bytes.sub(0, FRAME), scope, out);
        frame("software", bytes.sub(FRAME, 2 * FRAME), scope, out);
        frame("production", bytes.sub(2 * FRAME), scope, out);
    }

    private static void frame(String name, View bytes, DictionaryScope scope, Out out) {
        if (!bytes.isEmpty()) {
            out.open(Field.of(name), "", bytes);
            SpecialFormats.structure("desfire", name, bytes, scope, out);
            out.close();
        }
    }

    private static void settings(Field field, View bytes, DictionaryScope scope, Out out) {
        int at = SpecialFormats.structure("desfire", "settings", bytes.sub(0, 4), scope, out);
        String rest = switch (bytes.u8(0)) {
            case 2 -> "settingsvalue";
            case 3, 4 -> "settingsrecords";
            default -> "settingsdata";
        };
        SpecialFormats.structure("desfire", rest, bytes.sub(at), scope, out);
    }
}
