package dev.puce.decode.special;

import static dev.puce.decode.special.SpecialFormats.format;
import static dev.puce.decode.special.SpecialFormats.leaf;

import dev.puce.decode.dictionary.DictionaryScope;
import dev.puce.decode.dictionary.Field;
import dev.puce.decode.dictionary.Format;
import dev.puce.decode.dictionary.Out;
import dev.puce.decode.dictionary.Texts;
import dev.puce.decode.dictionary.View;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Function;

/// Short messages: records of EF.SMS and EF.SMSP (3GPP TS 31.102) and transport protocol data units (TS 23.040).
final class SmsFormats {
    static final Map<String, Function<String, Format>> NAMED = Map.ofEntries(
            format("sms.record", SmsFormats::record),
            format("sms.parameters", SmsFormats::parameters),
            format("sms.tpdu", SmsFormats::message));

    /// The default alphabet without its extension table (3GPP TS 23.038, 6.2.1).
    private static final String ALPHABET =
            "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\u001BÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§"
                    + "¿abcdefghijklmnopqrstuvwxyzäöñüà";

    private static final int TIMESTAMP = 7;
    private static final int PARAMETERS = 28;

    private SmsFormats() {}

    static char character(int code) {
        char c = ALPHABET.charAt(code & 0x7F);
        return c < ' ' ? '?' : c;
    }

    /// Characters of the default alphabet, one per byte; `null` if a byte has bit 8.
    static String characters(View bytes) {
        var text = new StringBuilder("\"");
        for (int i = 0; i < bytes.length(); i++) {
            if (bytes.u8(i) > 0x7F) {
                return null;
            }
            text.append(character(bytes.u8(i)));
        }
        return text.append('"').toString();
    }

    /// Characters of 7 bits, packed.
    ///
    /// @param skipped bits in front of the first character
    /// @param count   number of characters
    static String septets(View bytes, int skipped, int count) {
        var text = new StringBuilder("\"");
        for (int i = 0; i < count && (skipped + 7 * i) / 8 < bytes.length(); i++) {
            int bit = skipped + 7 * i;
            int pair = bytes.u8(bit / 8) | bytes.u8(bit / 8 + 1) << 8;
            text.append(character(pair >> bit % 8));
        }
        return text.append('"').toString();
    }

    /// A text in the alphabet of a data coding scheme (3GPP TS 23.038, 4).
    static String text(int scheme, View bytes, int skipped, int count) {
        String quoted = switch (scheme & 0x0C) {
            case 0x08 -> Texts.quoted(bytes, StandardCharsets.UTF_16BE);
            case 0x04 -> Texts.quoted(bytes, StandardCharsets.ISO_8859_1);
            default -> septets(bytes, skipped, count);
        };
        return quoted == null ? bytes.hex() : quoted;
    }

    private static void record(Field field, View bytes, DictionaryScope scope, Out out) {
        out.open(field, "", bytes);
        String status = switch (bytes.u8(0) & 7) {
            case 1 -> "received, read";
            case 3 -> "received, unread";
            case 5 -> "sent";
            case 7 -> "to be sent";
            default -> "free";
        };
        leaf(Field.shown("status"), status, bytes.sub(0, 1), out);
        int length = bytes.u8(1);
        if ((bytes.u8(0) & 1) != 0 && length < 12) {
            leaf(
                    Field.of("service centre"),
                    UiccFormats.dialled(bytes.sub(2, 2 + length)),
                    bytes.sub(2, 2 + length),
                    out);
            message(Field.of("message"), bytes.sub(2 + length), scope, out);
        } else {
            out.hex(Field.of("content"), bytes.sub(1));
        }
        out.close();
    }

    /// Name, which parameters are present, and the parameters (3GPP TS 31.102, 4.2.27).
    private static void parameters(Field field, View bytes, DictionaryScope scope, Out out) {
        int name = bytes.length() - PARAMETERS;
        if (name < 0) {
            out.hex(field, bytes);
            return;
        }
        out.open(field, "", bytes);
        leaf(Field.of("name"), UiccFormats.alpha(bytes.sub(0, name)), bytes.sub(0, name), out);
        View rest = bytes.sub(name);
        int absent = rest.u8(0);
        if ((absent & 0x01) == 0) {
            number("destination", rest.sub(1, 13), out);
        }
        if ((absent & 0x02) == 0) {
            View centre = rest.sub(14, 14 + rest.u8(13));
            leaf(Field.named("service centre"), UiccFormats.dialled(centre), centre, out);
        }
        out.hex(Field.of("protocol identifier"), rest.sub(25, 26));
        out.hex(Field.of("data coding scheme"), rest.sub(26, 27));
        out.hex(Field.of("validity period"), rest.sub(27, 28));
        out.close();
    }

    /// A number: count of digits, type, digits.
    ///
    /// @return number of bytes
    private static int number(String name, View bytes, Out out) {
        int digits = bytes.u8(0);
        View number = bytes.sub(1, 2 + (digits + 1) / 2);
        boolean isText = (number.u8(0) & 0x70) == 0x50;
        String text = isText ? septets(number.sub(1), 0, 4 * digits / 7) : UiccFormats.dialled(number);
        leaf(Field.named(name), text, number, out);
        return 2 + (digits + 1) / 2;
    }

    /// A transport protocol data unit; the record may be longer.
    private static void message(Field field, View bytes, DictionaryScope scope, Out out) {
        int kind = bytes.u8(0) & 3;
        if (bytes.length() < 8 || kind > 1 || bytes.u8(kind == 0 ? 1 : 2) > 20) {
            out.hex(field, bytes);
            return;
        }
        out.open(field, kind == 0 ? "SMS-DELIVER" : "SMS-SUBMIT", bytes);
        int at = kind == 0 ? 1 : 2;
        if (kind == 1) {
            out.hex(Field.of("reference"), bytes.sub(1, 2));
        }
        at += number(kind == 0 ? "from" : "to", bytes.sub(at), out);
        out.hex(Field.of("protocol identifier"), bytes.sub(at, at + 1));
        out.hex(Field.of("data coding scheme"), bytes.sub(at + 1, at + 2));
        int scheme = bytes.u8(at + 1);
        at += 2;
        if (kind == 0) {
            leaf(Field.of("time"), CatFormats.time(bytes.sub(at, at + TIMESTAMP)), bytes.sub(at, at + TIMESTAMP), out);
            at += TIMESTAMP;
        } else {
            int format = bytes.u8(0) >> 3 & 3;
            int validity = format == 0 ? 0 : format == 2 ? 1 : TIMESTAMP;
            if (validity > 0) {
                out.hex(Field.of("validity period"), bytes.sub(at, at + validity));
            }
            at += validity;
        }
        userData((bytes.u8(0) & 0x40) != 0, scheme, bytes.sub(at), out);
        out.close();
    }

    /// Length in characters or bytes, an optional header, text.
    private static void userData(boolean hasHeader, int scheme, View bytes, Out out) {
        int length = bytes.u8(0);
        boolean isPacked = (scheme & 0x0C) == 0 || scheme >> 4 == 0xD;
        View data = bytes.sub(1, 1 + (isPacked ? (7 * length + 7) / 8 : length));
        int header = hasHeader ? 1 + data.u8(0) : 0;
        if (hasHeader) {
            out.hex(Field.of("header"), data.sub(1, header));
        }
        boolean isCommand = (scheme & 0xF4) == 0xF4 || (hasHeader && data.u8(1) == 0x70);
        if (isCommand) {
            out.hex(Field.of("data"), data.sub(header));
            return;
        }
        int skipped = (8 * header + 6) / 7 * 7;
        String text = isPacked
                ? septets(data, skipped, length - skipped / 7)
                : text(scheme, data.sub(header), 0, data.length());
        leaf(Field.of("text"), text, data.sub(header), out);
    }
}
