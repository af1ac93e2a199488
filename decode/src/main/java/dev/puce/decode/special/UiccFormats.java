package dev.puce.decode.special;

import static dev.puce.decode.special.SpecialFormats.format;
import static dev.puce.decode.special.SpecialFormats.leaf;
import static dev.puce.decode.special.SpecialFormats.text;
import static dev.puce.decode.special.SpecialFormats.with;

import dev.puce.decode.dictionary.DictionaryScope;
import dev.puce.decode.dictionary.Field;
import dev.puce.decode.dictionary.Format;
import dev.puce.decode.dictionary.Out;
import dev.puce.decode.dictionary.TextFormat;
import dev.puce.decode.dictionary.Texts;
import dev.puce.decode.dictionary.View;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Map;
import java.util.function.Function;

/// Formats of UICC, USIM and SIM (ETSI TS 102 221, 3GPP TS 31.102 and 51.011).
final class UiccFormats {
    static final Map<String, Function<String, Format>> NAMED = Map.ofEntries(
            text("uicc.imsi", (bytes, _) -> subscriber(bytes)),
            text("uicc.plmn", (bytes, _) -> network(bytes)),
            text("uicc.number", (bytes, _) -> number(bytes)),
            text("uicc.address", (bytes, _) -> dialled(bytes)),
            text("uicc.text", (bytes, _) -> string(bytes)),
            text("uicc.item", (bytes, _) -> bytes.u8(0) + " " + alpha(bytes.sub(1))),
            text("uicc.spn", (bytes, _) -> alpha(bytes.sub(1))),
            text("uicc.pinstatus", (bytes, _) -> pinStatus(bytes)),
            text("uicc.services", (bytes, _) -> services(bytes)),
            text("sim.access", (bytes, _) -> access(bytes)),
            with("uicc.networks", size -> (TextFormat) (bytes, _) -> networks(bytes, Integer.parseInt(size))),
            format("uicc.challenge", UiccFormats::challenge),
            format("uicc.authentication", UiccFormats::authentication),
            format("sim.selected", UiccFormats::selected));

    private UiccFormats() {}

    /// A length byte, then digits of which the first half-byte is parity and type.
    private static String subscriber(View bytes) {
        int length = bytes.u8(0);
        if (length < 1 || length >= bytes.length()) {
            return null;
        }
        String digits = Texts.swapped(bytes.sub(1, 1 + length));
        return digits.isEmpty() ? null : digits.substring(1);
    }

    private static String network(View bytes) {
        if (bytes.length() != 3) {
            return null;
        }
        if (bytes.isFilledWith(0xFF)) {
            return "none";
        }
        String digits = "" + (bytes.u8(0) & 15) + (bytes.u8(0) >> 4) + (bytes.u8(1) & 15) + "-" + (bytes.u8(2) & 15)
                + (bytes.u8(2) >> 4);
        int third = bytes.u8(1) >> 4;
        return third == 15 ? digits : digits + third;
    }

    private static String networks(View bytes, int size) {
        var names = new ArrayList<String>();
        for (int at = 0; at + size <= bytes.length(); at += size) {
            View entry = bytes.sub(at, at + 3);
            if (!entry.isFilledWith(0xFF)) {
                names.add(
                        size > 3
                                ? network(entry) + " "
                                        + bytes.sub(at + 3, at + size).hex()
                                : network(entry));
            }
        }
        return names.isEmpty() ? "none" : String.join(", ", names);
    }

    /// A record of the phone book: name, length, type of number, digits, two identifiers.
    private static String number(View bytes) {
        int name = bytes.length() - 14;
        if (name < 0) {
            return null;
        }
        if (bytes.isFilledWith(0xFF)) {
            return "empty";
        }
        int length = bytes.u8(name);
        if (length < 1 || length > 11) {
            return alpha(bytes.sub(0, name));
        }
        String digits = dialled(bytes.sub(name + 1, name + 1 + length));
        String text = alpha(bytes.sub(0, name));
        return text.equals("\"\"") ? digits : text + " " + digits;
    }

    /// Type of number, then digits.
    private static String dialled(View bytes) {
        String digits = Texts.swapped(bytes.sub(1));
        return (bytes.u8(0) & 0x70) == 0x10 ? "+" + digits : digits;
    }

    /// Text padded with FF; 80 starts UCS-2.
    private static String alpha(View bytes) {
        int end = bytes.length();
        while (end > 0 && bytes.u8(end - 1) == 0xFF) {
            end--;
        }
        View text = bytes.sub(0, end);
        String quoted = text.u8(0) == 0x80 && end > 1
                ? Texts.quoted(text.sub(1), StandardCharsets.UTF_16BE)
                : Texts.quoted(text, StandardCharsets.ISO_8859_1);
        return quoted == null ? text.hex() : quoted;
    }

    /// Data coding scheme, then text (ETSI TS 102 223, 8.15).
    private static String string(View bytes) {
        if (bytes.length() < 2) {
            return bytes.hex();
        }
        View text = bytes.sub(1);
        String quoted = switch (bytes.u8(0) & 0x0C) {
            case 0x08 -> Texts.quoted(text, StandardCharsets.UTF_16BE);
            case 0x04 -> Texts.quoted(text, StandardCharsets.ISO_8859_1);
            default -> unpacked(text);
        };
        return quoted == null ? bytes.hex() : quoted;
    }

    /// Characters of 7 bits, packed.
    private static String unpacked(View text) {
        var characters = new StringBuilder("\"");
        int count = text.length() * 8 / 7;
        for (int i = 0; i < count; i++) {
            int bit = 7 * i;
            int pair = text.u8(bit / 8) | text.u8(bit / 8 + 1) << 8;
            int c = pair >> bit % 8 & 0x7F;
            characters.append(c == 0 ? '@' : c < 0x20 || c > 0x7E ? '?' : (char) c);
        }
        return characters.append('"').toString();
    }

    private static String pinStatus(View bytes) {
        return bytes.hex() + " (key references that are enabled, the first one in bit 8)";
    }

    private static String services(View bytes) {
        var numbers = new ArrayList<String>();
        for (int i = 0; i < 8 * bytes.length() && i < 256; i++) {
            if ((bytes.u8(i / 8) >> i % 8 & 1) != 0) {
                numbers.add(Integer.toString(i + 1));
            }
        }
        return "services " + String.join(", ", numbers);
    }

    /// Access conditions of a SIM's file, half a byte each (3GPP TS 51.011, 9.3).
    private static String access(View bytes) {
        return "read " + condition(bytes.u8(0) >> 4) + ", update " + condition(bytes.u8(0) & 15) + ", increase "
                + condition(bytes.u8(1) >> 4) + ", rehabilitate " + condition(bytes.u8(2) >> 4) + ", invalidate "
                + condition(bytes.u8(2) & 15);
    }

    private static String condition(int value) {
        return switch (value) {
            case 0 -> "always";
            case 1 -> "CHV1";
            case 2 -> "CHV2";
            case 15 -> "never";
            default -> "ADM " + value;
        };
    }

    private static void challenge(Field field, View bytes, DictionaryScope scope, Out out) {
        int length = bytes.u8(0);
        boolean fits = length > 0 && length < bytes.length();
        if (!fits || (scope.p2() & 7) > 1) {
            out.hex(field, bytes);
            return;
        }
        out.hex(Field.of("RAND"), bytes.sub(1, 1 + length));
        if (bytes.length() > 1 + length) {
            out.hex(Field.of("AUTN"), bytes.sub(2 + length, 2 + length + bytes.u8(1 + length)));
        }
    }

    /// DB: result and keys. DC: the card wants another sequence number. Keys are secrets.
    private static void authentication(Field field, View bytes, DictionaryScope scope, Out out) {
        int kind = bytes.u8(0);
        if (kind == 0xDC) {
            leaf(Field.shown("result"), "synchronisation failure", bytes.sub(0, 1), out);
            View token = bytes.sub(2, 2 + bytes.u8(1));
            leaf(Field.of("AUTS"), token.hex() + " (" + Texts.bytes(token.length()) + ")", token, out);
            return;
        }
        String[] names = kind == 0xDB ? new String[] {"RES", "CK", "IK", "Kc"} : new String[] {"SRES", "Kc"};
        if (kind == 0xDB) {
            leaf(Field.shown("result"), "success", bytes.sub(0, 1), out);
        }
        int at = kind == 0xDB ? 1 : 0;
        for (String name : names) {
            if (at >= bytes.length()) {
                return;
            }
            int length = bytes.u8(at);
            out.secret(Field.of(name + " (" + Texts.bytes(length) + ")"), bytes.sub(at + 1, at + 1 + length));
            at += 1 + length;
        }
    }

    /// The answer to SELECT on a SIM: one layout for directories, one for files.
    private static void selected(Field field, View bytes, DictionaryScope scope, Out out) {
        String structure = bytes.u8(6) == 0x04 ? "efstatus" : "dfstatus";
        if (bytes.length() < 13) {
            out.hex(field, bytes);
            return;
        }
        out.open(Field.of("file status"), "", bytes);
        SpecialFormats.structure("sim", structure, bytes, scope, out);
        out.close();
    }
}
