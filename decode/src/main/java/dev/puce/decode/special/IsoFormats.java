package dev.puce.decode.special;

import dev.puce.decode.dictionary.DictionaryScope;
import dev.puce.decode.dictionary.Field;
import dev.puce.decode.dictionary.Format;
import dev.puce.decode.dictionary.Oids;
import dev.puce.decode.dictionary.Out;
import dev.puce.decode.dictionary.Texts;
import dev.puce.decode.dictionary.Tlv;
import dev.puce.decode.dictionary.TlvFormat;
import dev.puce.decode.dictionary.View;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// Formats of ISO/IEC 7816.
final class IsoFormats {
    static final Map<String, Function<String, Format>> NAMED = Map.ofEntries(
            SpecialFormats.text("iso.sfi", IsoFormats::shortFile),
            SpecialFormats.text("iso.reference", (bytes, _) -> reference(bytes.u8(0))),
            SpecialFormats.text("iso.arrref", IsoFormats::accessRuleReference),
            SpecialFormats.text("iso.compact", IsoFormats::compactAttribute),
            SpecialFormats.text("iso.le", (bytes, _) -> expectedLength(bytes)),
            SpecialFormats.format("iso.digestinfo", IsoFormats::digestInfo),
            SpecialFormats.text("iso.descriptor", IsoFormats::descriptor),
            SpecialFormats.text("iso.mechanism", IsoFormats::mechanism),
            SpecialFormats.text("iso.keyreference", (bytes, _) -> keyReference(bytes)),
            SpecialFormats.format("iso.lengths", IsoFormats::lengths),
            SpecialFormats.format("iso.historical", IsoFormats::historical),
            SpecialFormats.format("iso.dynamic", IsoFormats::dynamic),
            SpecialFormats.format("iso.sealed", IsoFormats::sealed),
            SpecialFormats.format("iso.keyimport", IsoFormats::keyImport));

    private static final String[] STRUCTURES = {
        "",
        "transparent",
        "linear fixed",
        "linear fixed TLV",
        "linear variable",
        "linear variable TLV",
        "cyclic",
        "cyclic TLV"
    };

    /// Access modes of a compact attribute for an EF, bit 7 first (ISO/IEC 7816-4:2020, table 22).
    private static final List<String> EF_MODES =
            List.of("delete", "terminate", "activate", "deactivate", "write", "update", "read");

    /// Access modes of a compact attribute for a DF, bit 7 first (ISO/IEC 7816-4:2020, table 21).
    private static final List<String> DF_MODES =
            List.of("delete", "terminate", "activate", "deactivate", "create DF", "create EF", "delete child");

    private static final int SHOWN_CRYPTOGRAM = 32;

    private IsoFormats() {}

    /// A short identifier in the upper five bits; none if there are no bytes.
    private static String shortFile(View bytes, DictionaryScope scope) {
        return bytes.isEmpty() ? "none" : bytes.length() == 1 ? Integer.toString(bytes.u8(0) >> 3) : null;
    }

    /// Reference data of VERIFY and its relatives (ISO/IEC 7816-4:2020, 11.6.1).
    private static String reference(int value) {
        if (value == 0) {
            return "without a reference";
        }
        return "reference " + (value & 0x1F) + ((value & 0x80) != 0 ? " of the DF" : "");
    }

    private static String descriptor(View bytes, DictionaryScope scope) {
        int value = bytes.u8(0);
        String shareable = (value & 0x40) != 0 ? ", shareable" : "";
        if ((value & 0xBF) == 0x39) {
            return "EF with BER-TLV objects" + shareable;
        }
        if ((value & 0x38) == 0x38) {
            return "DF" + shareable;
        }
        String structure = STRUCTURES[value & 7];
        String kind = (value & 0x38) == 0 ? "EF" : (value & 0x38) == 0x08 ? "internal EF" : "proprietary EF";
        return kind + (structure.isEmpty() ? "" : ", " + structure) + shareable;
    }

    private static String accessRuleReference(View bytes, DictionaryScope scope) {
        if (bytes.length() == 3) {
            return "record " + bytes.u8(2) + " of EF.ARR " + bytes.sub(0, 2).hex();
        }
        if (bytes.length() >= 4 && bytes.length() % 2 == 0) {
            var pairs = new ArrayList<String>();
            for (int i = 2; i < bytes.length(); i += 2) {
                pairs.add("record " + bytes.u8(i + 1) + " in environment " + bytes.u8(i));
            }
            return String.join(", ", pairs) + " of EF.ARR " + bytes.sub(0, 2).hex();
        }
        return bytes.length() == 1 ? "record " + bytes.u8(0) + " of EF.ARR" : null;
    }

    private static String compactAttribute(View bytes, DictionaryScope scope) {
        int mode = bytes.u8(0);
        if (bytes.isEmpty() || (mode & 0x80) != 0) {
            return bytes.hex();
        }
        View descriptor = Tlv.search(scope.answer(), 0x82, 2);
        boolean directory = descriptor != null && (descriptor.u8(0) & 0xBF) == 0x38;
        var modes = directory ? DF_MODES : EF_MODES;
        var rules = new ArrayList<String>();
        int at = 1;
        for (int i = 0; i < modes.size(); i++) {
            if ((mode & (0x40 >> i)) != 0 && at < bytes.length()) {
                rules.add(modes.get(i) + " " + condition(bytes.u8(at++)));
            }
        }
        return bytes.hex() + (rules.isEmpty() ? "" : " (" + String.join(", ", rules) + ")");
    }

    private static String condition(int value) {
        if (value == 0) {
            return "always";
        }
        if (value == 0xFF) {
            return "never";
        }
        var needs = new ArrayList<String>();
        if ((value & 0x40) != 0) {
            needs.add("secure messaging");
        }
        if ((value & 0x20) != 0) {
            needs.add("external authentication");
        }
        if ((value & 0x10) != 0) {
            needs.add("PIN");
        }
        String environment = (value & 0x0F) == 0 ? "" : " in environment " + (value & 0x0F);
        return "after " + String.join((value & 0x80) != 0 ? " and " : " or ", needs) + environment;
    }

    /// An object identifier without tag, as in PACE; a number otherwise.
    private static String mechanism(View bytes, DictionaryScope scope) {
        String oid = bytes.length() > 2 ? Oids.text(bytes) : null;
        return oid == null ? bytes.hex() : oid;
    }

    private static String keyReference(View bytes) {
        return bytes.length() > 1 && bytes.isAscii() ? Texts.ascii(bytes) : bytes.hex();
    }

    /// Two integers: the longest command and the longest response (ISO/IEC 7816-4:2020, 12.7.1).
    private static void lengths(Field field, View bytes, DictionaryScope scope, Out out) {
        if (!out.isTree()) {
            return;
        }
        out.open(field, "", bytes);
        var integers = new Tlv(bytes);
        for (String name : List.of("longest command", "longest response")) {
            if (integers.next()) {
                View value = integers.value();
                out.leaf(
                        new Field(SpecialFormats.id(integers.tag()), name, Field.Highlight.NONE),
                        Texts.bytes(value.number()),
                        value);
            }
        }
        out.close();
    }

    /// Historical bytes: a category, COMPACT-TLV objects, and a status (ISO/IEC 7816-4:2020, 12.1.1).
    private static void historical(Field field, View bytes, DictionaryScope scope, Out out) {
        int category = bytes.u8(0);
        if (!out.isTree() || (category != 0x00 && category != 0x80) || bytes.isEmpty()) {
            out.hex(field, bytes);
            return;
        }
        out.open(field, bytes.hex(), bytes);
        int end = category == 0x00 ? Math.max(1, bytes.length() - 3) : bytes.length();
        int at = 1;
        while (at < end) {
            int next = at + 1 + (bytes.u8(at) & 0x0F);
            View value = bytes.sub(at + 1, Math.min(next, end));
            int tag = 0x40 | bytes.u8(at) >> 4;
            var row = scope.dictionary().tags("*").row(tag);
            if (tag == 0x48 && value.length() == 3) {
                SpecialFormats.structure("iso", "cardstatus", value, scope, out);
            } else if (row == null || next > end) {
                out.hex(Field.of("object %02X".formatted(bytes.u8(at))), value);
            } else {
                row.format().write(value, scope, out);
            }
            at = next;
        }
        if (end < bytes.length()) {
            SpecialFormats.structure("iso", "cardstatus", bytes.sub(end), scope, out);
        }
        out.close();
    }

    /// A value of dynamic authentication. An empty one asks the card for it.
    private static void dynamic(Field field, View bytes, DictionaryScope scope, Out out) {
        if (!bytes.isEmpty()) {
            if (out.wants(field)) {
                boolean isShort = out.isTree() || bytes.length() <= 8;
                out.leaf(field, isShort ? Texts.hex(bytes) : Texts.bytes(bytes.length()), bytes);
            }
        } else if (out.wants(field)) {
            out.leaf(field, "requested", bytes);
        }
    }

    /// An expected length in one or two bytes; 0 stands for the largest.
    private static String expectedLength(View bytes) {
        long value = bytes.number();
        return Long.toString(value != 0 ? value : bytes.length() == 1 ? 256 : 65536);
    }

    /// A hash in a DigestInfo (PKCS #1), or plain bytes to sign.
    private static void digestInfo(Field field, View bytes, DictionaryScope scope, Out out) {
        View sequence = Tlv.find(bytes, 0x30);
        View oid = Tlv.find(sequence, 0x30, 0x06);
        View hash = Tlv.find(sequence, 0x04);
        String name = oid.isEmpty() ? null : Oids.text(oid);
        if (!out.isTree() || name == null || hash.isEmpty()) {
            out.hex(field, bytes);
            return;
        }
        out.open(field, "DigestInfo", bytes);
        out.leaf(Field.of("hash algorithm"), name, oid);
        out.hex(Field.of("hash"), hash);
        out.close();
    }

    private static void sealed(Field field, View bytes, DictionaryScope scope, Out out) {
        if (out.isTree()) {
            String text = bytes.length() <= SHOWN_CRYPTOGRAM
                    ? bytes.hex() + " (encrypted)"
                    : bytes.sub(0, SHOWN_CRYPTOGRAM / 2).hex() + "... (" + bytes.length() + " bytes, encrypted)";
            out.leaf(field, text, bytes);
        }
    }

    /// A key in an extended header list: the structure is shown, the key is a secret.
    private static void keyImport(Field field, View bytes, DictionaryScope scope, Out out) {
        if (!out.isTree()) {
            return;
        }
        out.open(field, "", bytes);
        var objects = new Tlv(bytes);
        while (objects.next()) {
            var row = scope.dictionary().tags("keyimport").row(objects.tag());
            String id = SpecialFormats.id(objects.tag());
            String name = row == null ? "" : row.name();
            if (objects.tag() == 0x5F48) {
                out.secret(new Field(id, name, Field.Highlight.NONE), objects.value());
            } else if (objects.isConstructed() && objects.tag() != 0x7F48) {
                out.open(new Field(id, name, Field.Highlight.NONE), "", objects.value());
                TlvFormat.objects("crt", TlvFormat.Syntax.BER, objects.value(), scope, out);
                out.close();
            } else {
                out.leaf(new Field(id, name, Field.Highlight.NONE), "", objects.value());
            }
        }
        if (!objects.rest().isEmpty()) {
            out.secret(Field.of("further bytes"), objects.rest());
        }
        out.close();
    }
}
