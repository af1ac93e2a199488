package dev.puce.decode.dictionary;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiFunction;

/// The names of formats in tables, each with its meaning. A name may be followed by an argument.
final class Formats {
    private static final Map<String, BiFunction<String, Family, Format>> NAMED = named();

    private Formats() {}

    static Format parse(String spec, Family family) {
        int space = spec.indexOf(' ');
        String name = space < 0 ? spec : spec.substring(0, space);
        String argument = space < 0 ? "" : spec.substring(space + 1);
        var named = NAMED.get(name);
        if (named == null) {
            var special = family.special(name, argument);
            if (special == null) {
                throw new IllegalStateException("\"" + spec + "\" is not a format");
            }
            return special;
        }
        return named.apply(argument, family);
    }

    private static void text(Map<String, BiFunction<String, Family, Format>> named, String name, TextFormat format) {
        named.put(name, (_, _) -> format);
    }

    private static Map<String, BiFunction<String, Family, Format>> named() {
        var named = new HashMap<String, BiFunction<String, Family, Format>>();
        texts(named);
        numbers(named);
        text(named, "file", FileFormats::fileName);
        text(named, "filename", FileFormats::shortFileName);
        text(named, "app", FileFormats::applicationName);
        text(named, "currentfile", FileFormats::currentFile);
        text(named, "sfi", FileFormats::sfi);
        text(named, "path", FileFormats::path);
        text(named, "aid", FileFormats::aid);
        named.put("enum", (set, family) -> new EnumFormat(set, family));
        named.put("bits", (set, family) -> new BitsFormat(set, family));
        named.put("tags", (parent, _) -> new TagListFormat(parent));
        named.put("tag", (parent, _) -> new TagNameFormat(parent));
        named.put("tlv", (parent, _) -> new TlvFormat(parent, TlvFormat.Syntax.BER));
        named.put("tlv1", (parent, _) -> new TlvFormat(parent, TlvFormat.Syntax.ONE_BYTE_TAG));
        named.put("ctlv", (parent, _) -> new TlvFormat(parent, TlvFormat.Syntax.COMPREHENSION));
        named.put("struct", (structure, family) -> new StructureFormat(structure, family, false));
        named.put("list", (structure, family) -> new StructureFormat(structure, family, true));
        named.put("secret", (_, _) -> new SecretFormat());
        named.put("-", (_, _) -> (Format) Formats::plain);
        named.put("none", (_, _) -> (Format) Formats::plain);
        named.put("content", (_, _) -> (Format) FileFormats::content);
        named.put("record", (_, _) -> (Format) FileFormats::content);
        named.put("object", (parent, _) -> new ObjectFormat(parent));
        return named;
    }

    /// Data without a known format: objects if they look like some, hex otherwise.
    private static void plain(Field field, View bytes, DictionaryScope scope, Out out) {
        if (bytes.isEmpty()) {
            return;
        }
        if (out.isTree()) {
            if (TlvFormat.isEvident(bytes, scope)) {
                TlvFormat.UNKNOWN.write(field, bytes, scope, out);
            } else {
                out.hex(field, bytes);
            }
        }
    }

    private static void texts(Map<String, BiFunction<String, Family, Format>> named) {
        named.put("hex", (_, _) -> new HexFormat());
        text(named, "text", (bytes, _) -> Texts.ascii(bytes));
        text(named, "utf8", (bytes, _) -> Texts.quoted(bytes, StandardCharsets.UTF_8));
        text(named, "latin", (bytes, _) -> Texts.quoted(bytes, StandardCharsets.ISO_8859_1));
        text(named, "bcd", (bytes, _) -> Texts.bcd(bytes, false));
        text(named, "cn", (bytes, _) -> Texts.bcd(bytes, true));
        text(named, "swapped", (bytes, _) -> Texts.swapped(bytes));
        text(named, "date", (bytes, _) -> bytes.isFilledWith(0) ? "none" : Texts.date(bytes));
        text(named, "unpackeddate", (bytes, _) -> Dates.unpacked(bytes));
        text(named, "longdate", (bytes, _) -> Texts.longDate(bytes));
        text(named, "time", (bytes, _) -> Dates.time(bytes));
        text(named, "unix", (bytes, _) -> Dates.unix(bytes));
        text(named, "version", (bytes, _) -> Texts.version(bytes));
        text(named, "uuid", (bytes, _) -> Texts.uuid(bytes));
        text(named, "oid", (bytes, scope) -> Oids.text(bytes));
        text(named, "currency", (bytes, _) -> Money.currency(bytes));
        text(named, "amount", (bytes, scope) -> Money.amount(bytes, scope));
        text(named, "country", (bytes, _) -> Money.country(bytes));
        text(named, "sw", (bytes, scope) -> status(bytes, scope));
        text(named, "length", (bytes, _) -> Texts.bytes(bytes.length()));
    }

    private static void numbers(Map<String, BiFunction<String, Family, Format>> named) {
        text(named, "u", (bytes, _) -> bytes.length() <= 7 ? Long.toString(bytes.number()) : null);
        text(named, "u0", (bytes, _) -> bytes.number() == 0 ? "" : Long.toString(bytes.number()));
        text(named, "ule", (bytes, _) -> bytes.length() <= 7 ? Long.toString(bytes.littleEndian()) : null);
        text(named, "hexle", (bytes, _) -> Numbers.reversedHex(bytes));
        text(named, "n", (bytes, _) -> Numbers.decimal(bytes));
        text(named, "x", (bytes, _) -> bytes.hex());
    }

    private static String status(View bytes, DictionaryScope scope) {
        if (bytes.length() != 2) {
            return null;
        }
        var row = scope.dictionary().status(scope.ins(), bytes.u16(0));
        return row == null ? bytes.hex() : bytes.hex() + " " + row.meaning(bytes.u16(0));
    }
}
