package dev.puce.decode.special;

import static dev.puce.decode.special.SpecialFormats.format;
import static dev.puce.decode.special.SpecialFormats.leaf;
import static dev.puce.decode.special.SpecialFormats.text;

import dev.puce.decode.dictionary.DictionaryScope;
import dev.puce.decode.dictionary.Field;
import dev.puce.decode.dictionary.Format;
import dev.puce.decode.dictionary.Out;
import dev.puce.decode.dictionary.Texts;
import dev.puce.decode.dictionary.View;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Map;
import java.util.function.Function;

/// Objects of the card application toolkit (ETSI TS 102 223, 8).
final class CatFormats {
    static final Map<String, Function<String, Format>> NAMED = Map.ofEntries(
            format("uicc.details", CatFormats::details),
            text("uicc.envelope", CatFormats::envelope),
            text("uicc.text", (bytes, _) -> string(bytes)),
            text("uicc.item", (bytes, _) -> bytes.u8(0) + " " + UiccFormats.alpha(bytes.sub(1))),
            text("uicc.time", (bytes, _) -> time(bytes)),
            text("uicc.timer", (bytes, _) -> timer(bytes)),
            text("uicc.accesspoint", (bytes, _) -> accessPoint(bytes)),
            text("uicc.otheraddress", (bytes, _) -> address(bytes)));

    private static final int TIME = 7;

    private CatFormats() {}

    /// Number, type and qualifier of a proactive command.
    private static void details(Field field, View bytes, DictionaryScope scope, Out out) {
        if (bytes.length() != 3) {
            out.hex(field, bytes);
            return;
        }
        out.open(field, "", bytes);
        leaf(Field.of("number"), Integer.toString(bytes.u8(0)), bytes.sub(0, 1), out);
        View type = bytes.sub(1, 2);
        String name = SpecialFormats.value("uicc", "proactive", type);
        leaf(Field.shown("type"), out.isTree() ? name + " (" + type.hex() + ")" : name, type, out);
        View qualifier = bytes.sub(2, 3);
        String meaning = qualifier(bytes.u8(1), qualifier);
        boolean isTelling = !meaning.isEmpty() && (bytes.u8(1) == 0x01 || bytes.u8(1) == 0x26 || bytes.u8(1) == 0x27);
        String hex = qualifier.hex();
        String words = meaning.isEmpty() || meaning.equals(hex) ? hex : hex + " (" + meaning + ")";
        var label = isTelling ? Field.shown("qualifier") : Field.of("qualifier");
        leaf(label, out.isTree() ? words : meaning, qualifier, out);
        out.close();
    }

    private static String qualifier(int type, View qualifier) {
        return switch (type) {
            case 0x01 -> SpecialFormats.value("uicc", "refresh", qualifier);
            case 0x21 -> SpecialFormats.bits("uicc", "displaytext", qualifier);
            case 0x22, 0x23 -> SpecialFormats.bits("uicc", "getinput", qualifier);
            case 0x26 -> SpecialFormats.value("uicc", "localinformation", qualifier);
            case 0x27 -> SpecialFormats.value("uicc", "timeroperation", qualifier);
            case 0x41 -> SpecialFormats.value("uicc", "closechannel", qualifier);
            default -> "";
        };
    }

    /// The event that an envelope reports: the name of its outer object.
    private static String envelope(View bytes, DictionaryScope scope) {
        var row = scope.dictionary().tags("catouter").row(bytes.u8(0) & 0x7F);
        return row == null ? "" : row.name();
    }

    /// Data coding scheme, then text (8.15).
    private static String string(View bytes) {
        if (bytes.length() < 2) {
            return bytes.hex();
        }
        View text = bytes.sub(1);
        return SmsFormats.text(bytes.u8(0), text, 0, 8 * text.length() / 7);
    }

    /// Seven bytes of swapped digits: `2024-05-17 12:30:00 +02:00` (3GPP TS 23.040, 9.2.3.11).
    static String time(View bytes) {
        if (bytes.length() != TIME) {
            return bytes.hex();
        }
        var numbers = new int[TIME];
        for (int i = 0; i < TIME; i++) {
            int mask = i == TIME - 1 ? 7 : 15;
            numbers[i] = 10 * (bytes.u8(i) & mask) + (bytes.u8(i) >> 4);
        }
        int zone = 15 * numbers[TIME - 1];
        String sign = (bytes.u8(TIME - 1) & 8) != 0 ? "-" : "+";
        String offset = bytes.u8(TIME - 1) == 0xFF ? "" : " %s%02d:%02d".formatted(sign, zone / 60, zone % 60);
        return "20%02d-%02d-%02d %02d:%02d:%02d"
                        .formatted(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5])
                + offset;
    }

    /// Hours, minutes and seconds in swapped digits.
    private static String timer(View bytes) {
        if (bytes.length() != 3) {
            return null;
        }
        String digits = Texts.swapped(bytes);
        return digits.length() == 6
                ? digits.substring(0, 2) + ":" + digits.substring(2, 4) + ":" + digits.substring(4)
                : bytes.hex();
    }

    /// Labels with a length in front, as in the DNS: `internet.example`.
    private static String accessPoint(View bytes) {
        var labels = new ArrayList<String>();
        for (int at = 0; at < bytes.length(); at += 1 + bytes.u8(at)) {
            View label = bytes.sub(at + 1, at + 1 + bytes.u8(at));
            if (label.isEmpty() || !label.isAscii()) {
                return bytes.hex();
            }
            labels.add(label.bytes().text(StandardCharsets.US_ASCII));
        }
        return '"' + String.join(".", labels) + '"';
    }

    /// Type and address: 21 is IPv4, 57 is IPv6 (8.58).
    private static String address(View bytes) {
        return bytes.u8(0) == 0x21 && bytes.length() == 5 ? dotted(bytes.sub(1)) : bytes.hex();
    }

    /// An IPv4 address: `192.0.2.1`.
    static String dotted(View bytes) {
        return bytes.length() == 4 ? Texts.version(bytes) : bytes.hex();
    }
}
