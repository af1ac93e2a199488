package dev.puce.decode.special;

import static dev.puce.decode.special.SpecialFormats.format;
import static dev.puce.decode.special.SpecialFormats.leaf;
import static dev.puce.decode.special.SpecialFormats.text;

import dev.puce.decode.dictionary.DictionaryScope;
import dev.puce.decode.dictionary.Field;
import dev.puce.decode.dictionary.FileFormats;
import dev.puce.decode.dictionary.Format;
import dev.puce.decode.dictionary.Oids;
import dev.puce.decode.dictionary.Out;
import dev.puce.decode.dictionary.Texts;
import dev.puce.decode.dictionary.TlvFormat;
import dev.puce.decode.dictionary.View;
import java.util.ArrayList;
import java.util.Map;
import java.util.function.Function;

/// Formats of the GlobalPlatform Card Specification 2.3.1.
final class GlobalPlatformFormats {
    static final Map<String, Function<String, Format>> NAMED = Map.ofEntries(
            format("gp.hostchallenge", (field, bytes, _, out) -> out.hex(Field.of("host challenge"), bytes)),
            format("gp.hostcryptogram", (field, bytes, _, out) -> out.hex(Field.of("host cryptogram"), bytes)),
            format("gp.initupdate", GlobalPlatformFormats::initializeUpdate),
            format("gp.oldstatus", GlobalPlatformFormats::oldStatus),
            format("gp.keyinfo", GlobalPlatformFormats::keyInformation),
            format("gp.load", GlobalPlatformFormats::load),
            format("gp.checkvalues", GlobalPlatformFormats::checkValues),
            format("gp.storedata", GlobalPlatformFormats::storeData),
            format("gp.dgi", GlobalPlatformFormats::dataGroups),
            format("gp.appletparameters", GlobalPlatformFormats::appletParameters),
            text("aram.aid", GlobalPlatformFormats::ruleAid),
            text("aram.hash", (bytes, _) -> bytes.isEmpty() ? "all device applications" : bytes.hex()),
            text("aram.access", GlobalPlatformFormats::access),
            text("gp.lifecycle", GlobalPlatformFormats::lifeCycle),
            text("gp.scp11", (bytes, _) -> protocolVariant(bytes)),
            text("gp.privileges", (bytes, _) -> privileges(bytes)),
            text("gp.searchaid", (bytes, _) -> bytes.isEmpty() ? "all" : bytes.hex()),
            text("gp.oid", GlobalPlatformFormats::recognition),
            text("gp.hashes", (bytes, _) -> hashes(bytes)),
            text("gp.scp", (bytes, _) -> "SCP" + bytes.hex()),
            text("gp.options", (bytes, _) -> bytes.bytes().toSpacedHex()),
            text("gp.curve", (bytes, _) -> SpecialFormats.value("gp", "curve", bytes)));

    private static final int HASH_NAMES = 4;

    private GlobalPlatformFormats() {}

    static String privileges(View bytes) {
        String text = SpecialFormats.bits("gp", "privileges", bytes);
        if (bytes.isFilledWith(0)) {
            return bytes.isEmpty() ? "none" : bytes.hex() + " (none)";
        }
        return text.isEmpty() ? bytes.hex() : bytes.hex() + " (" + text + ")";
    }

    /// The state of a registry entry, which depends on what GET STATUS lists in P1 (GP 11.1.1).
    private static String lifeCycle(View bytes, DictionaryScope scope) {
        String states = scope.p1() == 0x80 ? "cardstate" : (scope.p1() & 0x30) != 0 ? "loadfilestate" : "appstate";
        String name =
                Dictionaries.family("gp").values(states).name(bytes.sub(0, 1).number());
        return name == null ? bytes.hex() : name + " (" + bytes.hex() + ")";
    }

    /// Secure channel protocol and parameter of a control reference template (amendment F, 6.5).
    private static String protocolVariant(View bytes) {
        if (bytes.length() != 2 || bytes.u8(0) != 0x11) {
            return bytes.hex();
        }
        String variant = switch (bytes.u8(1) & 3) {
            case 0 -> "b";
            case 1 -> "a";
            case 3 -> "c";
            default -> "";
        };
        return "SCP11" + variant;
    }

    /// The application of an access rule; an empty AID stands for all that have no rule of their own.
    private static String ruleAid(View bytes, DictionaryScope scope) {
        return bytes.isEmpty() ? "all applications without a rule of their own" : FileFormats.aid(bytes, scope);
    }

    /// Never, always, or filters of 4 bytes for the header and 4 for its mask.
    private static String access(View bytes, DictionaryScope scope) {
        if (bytes.length() == 1) {
            return SpecialFormats.value("aram", "access", bytes) + " (" + bytes.hex() + ")";
        }
        var filters = new ArrayList<String>();
        for (int at = 0; at + 8 <= bytes.length(); at += 8) {
            filters.add("header " + bytes.sub(at, at + 4).hex() + " with mask "
                    + bytes.sub(at + 4, at + 8).hex());
        }
        return filters.isEmpty() ? bytes.hex() : String.join(", ", filters);
    }

    /// A block of a load file; the first one has signatures and the length of the whole in front (GP 11.6.2.3).
    private static void load(Field field, View bytes, DictionaryScope scope, Out out) {
        if (!out.isTree()) {
            return;
        }
        int at = 0;
        while (scope.p2() == 0 && (bytes.u8(at) == 0xE2 || bytes.u8(at) == 0xD3)) {
            int end = at + 2 + bytes.u8(at + 1);
            TlvFormat.objects("loadblock", TlvFormat.Syntax.BER, bytes.sub(at, end), scope, out);
            at = end;
        }
        if (scope.p2() == 0 && (bytes.u8(at) == 0xC4 || bytes.u8(at) == 0xD4)) {
            int first = bytes.u8(at + 1);
            int size = first < 0x80 ? 0 : first - 0x80;
            View length = size == 0 ? bytes.sub(at + 1, at + 2) : bytes.sub(at + 2, at + 2 + size);
            String name = bytes.u8(at) == 0xC4 ? "load file data block" : "ciphered load file data block";
            out.leaf(Field.of(name), Texts.bytes(length.number()), bytes.sub(at, at + 2 + size));
            at += 2 + size;
        }
        if (at < bytes.length()) {
            out.hex(Field.of("data"), bytes.sub(at));
        }
    }

    /// The answer to PUT KEY: key version and check values (GP 11.8.3.1).
    private static void checkValues(Field field, View bytes, DictionaryScope scope, Out out) {
        leaf(Field.named("key version"), Integer.toString(bytes.u8(0)), bytes.sub(0, 1), out);
        for (int at = 1; at + 3 <= bytes.length(); at += 3) {
            out.hex(Field.of("check value"), bytes.sub(at, at + 3));
        }
    }

    /// Key diversification data, key information, and what the protocol sends (GP E.5.1.6, amendment D
    /// 7.1.1.6).
    private static void initializeUpdate(Field field, View bytes, DictionaryScope scope, Out out) {
        if (bytes.length() < 28) {
            out.hex(field, bytes);
            return;
        }
        int protocol = bytes.u8(11);
        out.hex(Field.of("key diversification data"), bytes.sub(0, 10));
        leaf(Field.named("key version"), Integer.toString(bytes.u8(10)), bytes.sub(10, 11), out);
        if (protocol == 3) {
            String options = bytes.sub(12, 13).hex();
            leaf(Field.shown("protocol"), "SCP03 i=" + options, bytes.sub(11, 13), out);
            int size = bytes.length() >= 45 ? 16 : 8;
            out.hex(Field.of("card challenge"), bytes.sub(13, 13 + size));
            out.hex(Field.of("card cryptogram"), bytes.sub(13 + size, 13 + 2 * size));
            if (bytes.length() > 13 + 2 * size) {
                View counter = bytes.sub(13 + 2 * size);
                leaf(Field.of("sequence counter"), Long.toString(counter.number()), counter, out);
            }
            return;
        }
        leaf(Field.shown("protocol"), "SCP0" + protocol, bytes.sub(11, 12), out);
        if (protocol == 2) {
            leaf(Field.named("sequence counter"), Integer.toString(bytes.u16(12)), bytes.sub(12, 14), out);
            out.hex(Field.of("card challenge"), bytes.sub(14, 20));
        } else {
            out.hex(Field.of("card challenge"), bytes.sub(12, 20));
        }
        out.hex(Field.of("card cryptogram"), bytes.sub(20, 28));
    }

    /// Entries of GET STATUS in the format without tags: AID, state, privileges, modules.
    private static void oldStatus(Field field, View bytes, DictionaryScope scope, Out out) {
        boolean modules = scope.p1() == 0x10;
        int at = 0;
        while (at < bytes.length() && !out.isFull()) {
            int length = bytes.u8(at);
            if (length < 5 || length > 16 || at + length + 3 > bytes.length()) {
                out.hex(Field.of("further bytes"), bytes.sub(at));
                return;
            }
            View aid = bytes.sub(at + 1, at + 1 + length);
            out.open(Field.of("entry"), "", bytes.sub(at, at + length + 3));
            out.leaf(Field.shown("AID"), aid.hex(), aid);
            at += length + 1;
            View state = bytes.sub(at, at + 1);
            leaf(Field.of("life cycle state"), lifeCycle(state, scope), state, out);
            leaf(Field.of("privileges"), privileges(bytes.sub(at + 1, at + 2)), bytes.sub(at + 1, at + 2), out);
            at += 2;
            if (modules) {
                int count = bytes.u8(at++);
                for (int i = 0; i < count && at < bytes.length(); i++) {
                    int size = bytes.u8(at);
                    out.hex(Field.of("module"), bytes.sub(at + 1, at + 1 + size));
                    at += size + 1;
                }
            }
            out.close();
        }
    }

    /// Key identifier, version, and pairs of type and length (GP 11.3.3.1); FF starts the extended form.
    private static void keyInformation(Field field, View bytes, DictionaryScope scope, Out out) {
        if (!out.isTree()) {
            return;
        }
        var types = new ArrayList<String>();
        int at = 2;
        boolean extended = bytes.u8(2) == 0xFF;
        while (at + 1 < bytes.length() && (!extended || bytes.u8(at) == 0xFF)) {
            View type = bytes.sub(extended ? at + 1 : at, extended ? at + 2 : at + 1);
            int length = extended ? bytes.u16(at + 2) : bytes.u8(at + 1) == 0 ? 256 : bytes.u8(at + 1);
            types.add(
                    SpecialFormats.value("gp", "keytype", type) + " (type " + type.hex() + "), " + Texts.bytes(length));
            at += extended ? 4 : 2;
        }
        out.leaf(field, "key %d, version %d: %s".formatted(bytes.u8(0), bytes.u8(1), String.join("; ", types)), bytes);
    }

    /// Data without a declared format: data groupings if their lengths add up, hex otherwise.
    private static void storeData(Field field, View bytes, DictionaryScope scope, Out out) {
        int at = 0;
        while (at + 3 <= bytes.length()) {
            boolean large = bytes.u8(at + 2) == 0xFF;
            at += large ? 5 + bytes.u16(at + 3) : 3 + bytes.u8(at + 2);
        }
        if (at == bytes.length() && at > 0) {
            dataGroups(field, bytes, scope, out);
        } else {
            out.hex(field, bytes);
        }
    }

    /// Data groupings of EMV personalisation: identifier, length, value. Groups of keys and PINs are secrets.
    private static void dataGroups(Field field, View bytes, DictionaryScope scope, Out out) {
        int at = 0;
        while (at + 3 <= bytes.length()) {
            int id = bytes.u16(at);
            boolean large = bytes.u8(at + 2) == 0xFF;
            int length = large ? bytes.u16(at + 3) : bytes.u8(at + 2);
            int from = at + (large ? 5 : 3);
            View value = bytes.sub(from, from + length);
            var group = new Field("%04X".formatted(id), "data grouping", Field.Highlight.NONE);
            if (id >= 0x8000) {
                out.secret(group, value);
            } else {
                out.hex(group, value);
            }
            at = from + length;
        }
        if (at < bytes.length()) {
            out.secret(Field.of("further bytes"), bytes.sub(at));
        }
    }

    /// Parameters for the applet.
    private static void appletParameters(Field field, View bytes, DictionaryScope scope, Out out) {
        out.hex(field, bytes);
    }

    private static String recognition(View bytes, DictionaryScope scope) {
        String dotted = Texts.oid(bytes);
        if (dotted == null) {
            return null;
        }
        String base = "1.2.840.114283.";
        if (dotted.startsWith(base + "4.")) {
            String[] arcs = dotted.substring(base.length() + 2).split("\\.", -1);
            String i = arcs.length > 1 ? " i=%02X".formatted(Integer.parseInt(arcs[1])) : "";
            return "SCP%02d".formatted(Integer.parseInt(arcs[0])) + i + " (" + dotted + ")";
        }
        if (dotted.startsWith(base + "2.")) {
            return "GlobalPlatform " + dotted.substring(base.length() + 2) + " (" + dotted + ")";
        }
        String name = Oids.name(dotted);
        return name == null ? dotted : name + " (" + dotted + ")";
    }

    private static String hashes(View bytes) {
        String[] known = {"SHA-1", "SHA-256", "SHA-384", "SHA-512"};
        var names = new ArrayList<String>();
        for (int i = 0; i < bytes.length(); i++) {
            int value = bytes.u8(i);
            names.add(value >= 1 && value <= HASH_NAMES ? known[value - 1] : "%02X".formatted(value));
        }
        return String.join(", ", names);
    }
}
