package dev.puce.decode.special;

import dev.puce.decode.dictionary.Dates;
import dev.puce.decode.dictionary.DictionaryScope;
import dev.puce.decode.dictionary.Field;
import dev.puce.decode.dictionary.Format;
import dev.puce.decode.dictionary.Out;
import dev.puce.decode.dictionary.TextFormat;
import dev.puce.decode.dictionary.View;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/// The formats that tables name but cannot express.
public final class SpecialFormats {
    private static final Map<String, Function<String, Format>> NAMED = new HashMap<>();

    static {
        NAMED.put("cplc.date", _ -> (TextFormat) Dates::production);
        NAMED.put("der", _ -> new DerFormat());
        NAMED.put("x509", _ -> new CertificateFormat());
        NAMED.put("apdu", _ -> new CommandFormat());
        NAMED.put("map", CborFormat::new);
        for (var family : List.of(
                IsoFormats.NAMED,
                GlobalPlatformFormats.NAMED,
                EmvFormats.NAMED,
                PivFormats.NAMED,
                OpenPgpFormats.NAMED,
                IcaoFormats.NAMED,
                UiccFormats.NAMED,
                SmsFormats.NAMED,
                CatFormats.NAMED,
                ReaderFormats.NAMED,
                FidoFormats.NAMED,
                YubiKeyFormats.NAMED,
                DesfireFormats.NAMED,
                CalypsoFormats.NAMED,
                AppletFormats.NAMED,
                NdefFormats.NAMED)) {
            NAMED.putAll(family);
        }
    }

    private SpecialFormats() {}

    /// The format with this name; `null` if there is none.
    public static Format named(String name, String argument) {
        var format = NAMED.get(name);
        return format == null ? null : format.apply(argument);
    }

    static Map.Entry<String, Function<String, Format>> text(String name, TextFormat format) {
        return Map.entry(name, _ -> format);
    }

    static Map.Entry<String, Function<String, Format>> format(String name, Format format) {
        return Map.entry(name, _ -> format);
    }

    static Map.Entry<String, Function<String, Format>> with(String name, Function<String, Format> format) {
        return Map.entry(name, format);
    }

    /// Writes the fields of a structure without an enclosing node.
    ///
    /// @return number of bytes read
    static int structure(String family, String name, View bytes, DictionaryScope scope, Out out) {
        return Dictionaries.family(family).structure(name).write(bytes, scope, out, false);
    }

    /// Name of a value; hex if it has none.
    static String value(String family, String set, View bytes) {
        String name = Dictionaries.family(family).values(set).name(bytes.number());
        return name == null ? bytes.hex() : name;
    }

    /// Meanings of the bits that are set.
    static String bits(String family, String set, View bytes) {
        return Dictionaries.family(family).bits(set).text(bytes);
    }

    /// Adds a value that is already a text.
    static void leaf(Field field, String text, View bytes, Out out) {
        if (out.wants(field)) {
            out.leaf(field, text, bytes);
        }
    }

    /// A tag in hex.
    static String id(int tag) {
        String hex = Integer.toHexString(tag).toUpperCase(Locale.ROOT);
        return hex.length() % 2 == 0 ? hex : "0" + hex;
    }
}
