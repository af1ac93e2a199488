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

/// Messages of the NFC Data Exchange Format (NFC Forum NDEF 1.0) with texts and URIs (RTD Text and URI 1.0).
final class NdefFormats {
    static final Map<String, Function<String, Format>> NAMED = Map.ofEntries(
            format("ndef.message", NdefFormats::message),
            text("ndef.version", (bytes, _) -> (bytes.u8(0) >> 4) + "." + (bytes.u8(0) & 15)));

    private static final int SHORT = 0x10;
    private static final int WITH_ID = 0x08;

    private NdefFormats() {}

    private static void message(Field field, View bytes, DictionaryScope scope, Out out) {
        if (out.isDeep()) {
            out.hex(field, bytes);
            return;
        }
        out.open(field, "", bytes);
        int at = 0;
        while (at + 3 <= bytes.length() && !out.isFull()) {
            int flags = bytes.u8(at);
            boolean isShort = (flags & SHORT) != 0;
            int lengths = at + 2 + (isShort ? 1 : 4);
            long payload = bytes.sub(at + 2, lengths).number();
            int idLength = (flags & WITH_ID) != 0 ? bytes.u8(lengths) : 0;
            int typeAt = lengths + ((flags & WITH_ID) != 0 ? 1 : 0);
            int idAt = typeAt + bytes.u8(at + 1);
            int payloadAt = idAt + idLength;
            int end = (int) Math.min(bytes.length(), payloadAt + payload);
            record(flags & 7, bytes.sub(typeAt, idAt), bytes.sub(payloadAt, end), scope, out);
            at = Math.max(end, at + 3);
        }
        out.close();
    }

    private static void record(int format, View type, View payload, DictionaryScope scope, Out out) {
        String name = type.isAscii() ? type.bytes().text(StandardCharsets.US_ASCII) : type.hex();
        if (format == 0) {
            out.leaf(Field.of("record"), "empty", type);
        } else if (format == 1 && name.equals("U")) {
            String prefix = Dictionaries.family("ndef").values("prefix").name(payload.u8(0));
            String rest = payload.sub(1).bytes().text(StandardCharsets.UTF_8);
            out.leaf(Field.shown("URI"), printable((prefix == null ? "" : prefix) + rest, payload), payload);
        } else if (format == 1 && name.equals("T")) {
            int language = 1 + (payload.u8(0) & 0x3F);
            boolean isWide = (payload.u8(0) & 0x80) != 0;
            View text = payload.sub(language);
            String quoted = Texts.quoted(text, isWide ? StandardCharsets.UTF_16 : StandardCharsets.UTF_8);
            out.open(Field.of("text"), "", payload);
            out.leaf(Field.of("language"), String.valueOf(Texts.ascii(payload.sub(1, language))), payload);
            out.leaf(Field.shown("text"), quoted == null ? text.hex() : quoted, text);
            out.close();
        } else if (format == 1 && name.equals("Sp")) {
            message(Field.of("smart poster"), payload, scope, out);
        } else {
            String kind = switch (format) {
                case 1 -> "well-known type";
                case 2 -> "media type";
                case 3 -> "URI";
                case 4 -> "external type";
                default -> "type format " + format;
            };
            out.open(Field.of("record"), "", payload);
            out.leaf(Field.shown(kind), '"' + name + '"', type);
            String text =
                    format == 2 && name.startsWith("text/") ? Texts.quoted(payload, StandardCharsets.UTF_8) : null;
            out.leaf(Field.of("payload"), text == null ? Texts.hex(payload) : text, payload);
            out.close();
        }
    }

    private static String printable(String text, View bytes) {
        boolean isPrintable = text.codePoints().allMatch(c -> c >= ' ' && c != 0x7F && c != 0xFFFD);
        return isPrintable && text.length() < 256 ? '"' + text + '"' : bytes.hex();
    }
}
