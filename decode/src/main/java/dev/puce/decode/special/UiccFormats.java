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
import dev.puce.decode.dictionary.Tlv;
import dev.puce.decode.dictionary.View;
import dev.puce.decode.value.Side;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Formats of UICC, USIM and SIM (ETSI TS 102 221, 3GPP TS 31.102 and 51.011).
final class UiccFormats {
    static final Map<String, Function<String, Format>> NAMED = Map.ofEntries(
            text("uicc.imsi", (bytes, _) -> subscriber(bytes)),
            text("uicc.plmn", (bytes, _) -> network(bytes)),
            text("uicc.number", (bytes, _) -> number(bytes)),
            text("uicc.address", (bytes, _) -> dialled(bytes)),
            format("uicc.pins", UiccFormats::pins),
            text("euicc.function", UiccFormats::function),
            text("euicc.operation", (bytes, _) -> operation(bytes)),
            format("euicc.sent", UiccFormats::sent),
            text("euicc.addressorresult", (bytes, _) -> addressOrResult(bytes)),
            text("uicc.alpha", (bytes, _) -> alpha(bytes)),
            text("uicc.digits", (bytes, _) -> digits(bytes)),
            text("uicc.searchperiod", (bytes, _) -> searchPeriod(bytes)),
            text("uicc.accessclasses", (bytes, _) -> accessClasses(bytes)),
            text("uicc.networkname", (bytes, _) -> networkName(bytes)),
            text("uicc.pcscf", (bytes, _) -> proxy(bytes)),
            with("uicc.services", table -> (field, bytes, _, out) -> services(table, 1, field, bytes, out)),
            with("uicc.services2", table -> (field, bytes, _, out) -> services(table, 2, field, bytes, out)),
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
        if (Stream.of(bytes.u8(0) & 15, bytes.u8(0) >> 4, bytes.u8(1) & 15, bytes.u8(2) & 15, bytes.u8(2) >> 4)
                .anyMatch(digit -> digit > 9)) {
            return bytes.hex();
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
                names.add(size > 3 ? network(entry) + technologies(bytes.sub(at + 3, at + size)) : network(entry));
            }
        }
        return names.isEmpty() ? "none" : String.join(", ", names);
    }

    /// Access technologies of a network in a selector (3GPP TS 31.102, 4.2.5).
    private static String technologies(View bytes) {
        String names = SpecialFormats.bits("uicc", "technologies", bytes);
        return names.isEmpty() ? " " + bytes.hex() : " (" + names + ")";
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
    static String dialled(View bytes) {
        String digits = Texts.swapped(bytes.sub(1));
        return (bytes.u8(0) & 0x70) == 0x10 ? "+" + digits : digits;
    }

    /// Text padded with FF; 80, 81 and 82 start UCS-2 (ETSI TS 102 221, annex A).
    static String alpha(View bytes) {
        int end = bytes.length();
        while (end > 0 && bytes.u8(end - 1) == 0xFF) {
            end--;
        }
        View text = bytes.sub(0, end);
        String quoted = switch (text.u8(0)) {
            case 0x80 -> Texts.quoted(text.sub(1, 1 + (end - 1) / 2 * 2), StandardCharsets.UTF_16BE);
            case 0x81 -> compressed(text.sub(3, 3 + text.u8(1)), text.u8(2) << 7);
            case 0x82 -> compressed(text.sub(4, 4 + text.u8(1)), text.u16(2));
            default -> SmsFormats.characters(text);
        };
        return quoted == null ? text.hex() : quoted;
    }

    /// Characters of which those with bit 8 are offsets to a base of UCS-2.
    private static String compressed(View text, int base) {
        var characters = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            int c = text.u8(i);
            characters.append((c & 0x80) == 0 ? SmsFormats.character(c) : (char) (base + (c & 0x7F)));
        }
        return characters.append('"').toString();
    }

    /// PIN status: a bit for each key reference that follows, the first in bit 8, and the keys (ETSI TS 102 221,
    /// 9.5.2).
    private static void pins(Field field, View bytes, DictionaryScope scope, Out out) {
        if (!out.isTree()) {
            return;
        }
        out.open(field, "", bytes);
        var objects = new Tlv(bytes);
        View enabled = View.EMPTY;
        int number = 0;
        while (objects.next()) {
            View value = objects.value();
            String name = "";
            String text = value.hex();
            switch (objects.tag()) {
                case 0x90 -> {
                    enabled = value;
                    name = "enabled keys";
                }
                case 0x95 -> name = "usage qualifier";
                case 0x83 -> {
                    boolean isEnabled = (enabled.u8(number / 8) & 0x80 >> number % 8) != 0;
                    number++;
                    name = "key";
                    text = SpecialFormats.value("uicc", "pin", value) + " (" + text + ")"
                            + (isEnabled ? ", enabled" : ", disabled");
                }
                default -> {}
            }
            out.leaf(new Field(SpecialFormats.id(objects.tag()), name, Field.Highlight.NONE), text, value);
        }
        out.close();
    }

    /// The services that a table of one bit (USIM, ISIM) or two bits (SIM) per service announces.
    private static void services(String table, int bits, Field field, View bytes, Out out) {
        if (!out.isTree()) {
            long set = IntStream.range(0, 8 * bytes.length() / bits)
                    .filter(i -> (bytes.u8(i * bits / 8) >> i * bits % 8 & 1) != 0)
                    .count();
            leaf(Field.shown(field.name()), set + " services", bytes, out);
            return;
        }
        var names = Dictionaries.family(table.equals("ust") ? "usim" : table.equals("ist") ? "isim" : "sim")
                .values(table);
        out.open(field, "", bytes);
        for (int i = 0; i < 8 * bytes.length() / bits && i < 256; i++) {
            int state = bytes.u8(i * bits / 8) >> i * bits % 8 & (1 << bits) - 1;
            if ((state & 1) != 0) {
                String name = names.name(i + 1);
                String text = name == null ? "unknown" : name;
                View at = bytes.sub(i * bits / 8, i * bits / 8 + 1);
                boolean isIdle = bits == 2 && state == 1;
                out.leaf(Field.of("service " + (i + 1)), isIdle ? text + ", allocated, not activated" : text, at);
            }
        }
        out.close();
    }

    /// The function of an eUICC that a command calls: the name of its first object (SGP.22, 5.7).
    private static String function(View bytes, DictionaryScope scope) {
        var objects = new Tlv(bytes);
        objects.next();
        var row = scope.dictionary().tags("es10").row(objects.tag());
        return row == null ? "" : row.name();
    }

    /// The operations of a notification: a BIT STRING, whose first byte counts unused bits (SGP.22, 2.10).
    private static String operation(View bytes) {
        String names = SpecialFormats.bits("euicc", "operation", bytes.sub(1));
        return names.isEmpty() ? bytes.hex() : names;
    }

    /// The command names a notification, the answer has a result.
    private static void sent(Field field, View bytes, DictionaryScope scope, Out out) {
        boolean isCommand = bytes.side() == Side.COMMAND;
        String text = isCommand ? Long.toString(bytes.number()) : SpecialFormats.value("euicc", "result", bytes);
        var label = new Field(field.id(), isCommand ? "sequence number" : "result", Field.Highlight.NAMED);
        leaf(label, text, bytes, out);
    }

    private static String addressOrResult(View bytes) {
        return bytes.length() == 1
                ? SpecialFormats.value("euicc", "result", bytes)
                : Texts.quoted(bytes, StandardCharsets.UTF_8);
    }

    /// Swapped digits without filler: `112`.
    private static String digits(View bytes) {
        String digits = Texts.swapped(bytes);
        return digits.isEmpty() ? "none" : digits;
    }

    /// Units of 6 minutes (3GPP TS 31.102, 4.2.6).
    private static String searchPeriod(View bytes) {
        int units = bytes.u8(0);
        return bytes.length() != 1 ? null : units == 0 ? "no search" : 6 * units + " min";
    }

    /// One bit per access control class; bit 8 of the first byte is class 15 (3GPP TS 31.102, 4.2.15).
    private static String accessClasses(View bytes) {
        if (bytes.length() != 2) {
            return null;
        }
        var classes = new ArrayList<String>();
        for (int i = 0; i < 16; i++) {
            if ((bytes.u16(0) >> i & 1) != 0) {
                classes.add(Integer.toString(i));
            }
        }
        return bytes.hex() + (classes.isEmpty() ? " (no class)" : " (class " + String.join(", ", classes) + ")");
    }

    /// Coding scheme and text of a network name (3GPP TS 24.008, 10.5.3.5a).
    private static String networkName(View bytes) {
        View name = bytes.sub(1);
        boolean isWide = (bytes.u8(0) >> 4 & 7) == 1;
        if (isWide) {
            return Texts.quoted(name, StandardCharsets.UTF_16BE);
        }
        int spare = bytes.u8(0) & 7;
        return SmsFormats.septets(name, 0, (8 * name.length() - spare) / 7);
    }

    /// The address of a P-CSCF: a type and a name or an IP address (3GPP TS 31.103, 4.2.8).
    private static String proxy(View bytes) {
        View address = bytes.sub(1);
        return switch (bytes.u8(0)) {
            case 0 -> Texts.quoted(address, StandardCharsets.UTF_8);
            case 1 -> CatFormats.dotted(address);
            default -> address.hex();
        };
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
