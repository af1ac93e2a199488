package dev.puce.decode.special;

import dev.puce.decode.dictionary.DictionaryScope;
import dev.puce.decode.dictionary.Field;
import dev.puce.decode.dictionary.FieldFormat;
import dev.puce.decode.dictionary.Format;
import dev.puce.decode.dictionary.KeyRow;
import dev.puce.decode.dictionary.Out;
import dev.puce.decode.dictionary.TextFormat;
import dev.puce.decode.dictionary.Texts;
import dev.puce.decode.dictionary.View;
import dev.puce.iso7816.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;

/// CBOR (RFC 8949) in CTAP's canonical form, with the names of integer keys.
final class CborFormat implements Format {
    private static final Map<String, KeyRow> NO_KEYS = Map.of();

    private final String map;

    /// @param map name of the table of keys; `-` if there is none
    CborFormat(String map) {
        this.map = map;
    }

    @Override
    public void write(Field field, View bytes, DictionaryScope scope, Out out) {
        int end = item(field, map, bytes, scope, out);
        if (out.isTree() && end < bytes.length() && end > 0) {
            out.hex(Field.of("further bytes"), bytes.sub(end));
        }
    }

    /// Length of the head of an item, 0 if it is malformed.
    private static int head(View bytes) {
        int additional = bytes.u8(0) & 0x1F;
        if (bytes.isEmpty() || additional > 27) {
            return 0;
        }
        int length = additional < 24 ? 1 : 1 + (1 << (additional - 24));
        return length <= bytes.length() ? length : 0;
    }

    private static long argument(View bytes, int head) {
        return head == 1 ? bytes.u8(0) & 0x1F : bytes.sub(1, head).number();
    }

    /// Writes one item.
    ///
    /// @return its length; the rest of the bytes if it is malformed
    private static int item(Field field, String map, View bytes, DictionaryScope scope, Out out) {
        int head = head(bytes);
        long argument = head == 0 ? 0 : argument(bytes, head);
        int major = bytes.u8(0) >> 5;
        boolean tooLong = argument < 0 || (argument > bytes.length() && major >= 2 && major <= 5);
        if (head == 0 || tooLong || out.isDeep()) {
            out.hex(field, bytes);
            return bytes.length();
        }
        int count = (int) Math.min(argument, Integer.MAX_VALUE);
        return switch (major) {
            case 2, 3 -> {
                View value = bytes.sub(head, head + count);
                String text = major == 3 ? Texts.quoted(value, StandardCharsets.UTF_8) : null;
                add(field, text != null ? text : Texts.hex(value), value, out);
                yield Math.min(bytes.length(), head + count);
            }
            case 4 -> array(field, map, head, count, bytes, scope, out);
            case 5 -> map(field, map, head, count, bytes, scope, out);
            case 6 -> head + item(field, map, bytes.sub(head), scope, out);
            default -> {
                add(field, scalar(bytes, major, head, argument), bytes.sub(0, head), out);
                yield head;
            }
        };
    }

    private static void add(Field field, String text, View bytes, Out out) {
        if (out.wants(field)) {
            out.leaf(field, text, bytes);
        }
    }

    private static String scalar(View bytes, int major, int head, long argument) {
        return switch (major) {
            case 0 -> Long.toUnsignedString(argument);
            case 1 -> Long.toString(-1 - argument);
            default ->
                switch (bytes.u8(0)) {
                    case 0xF4 -> "false";
                    case 0xF5 -> "true";
                    case 0xF6 -> "null";
                    default -> bytes.sub(0, head).hex();
                };
        };
    }

    private static int array(Field field, String map, int head, int count, View bytes, DictionaryScope scope, Out out) {
        int at = head;
        var element = new Field("", "", field.highlight());
        out.open(new Field(field.id(), field.name(), Field.Highlight.NONE), "", bytes);
        for (int i = 0; i < count && at < bytes.length(); i++) {
            at += item(element, map, bytes.sub(at), scope, out);
        }
        out.close();
        return at;
    }

    private static int map(Field field, String map, int head, int count, View bytes, DictionaryScope scope, Out out) {
        var keys = map.equals("-") ? NO_KEYS : scope.dictionary().keys(map);
        int at = head;
        out.open(new Field(field.id(), field.name(), Field.Highlight.NONE), "", bytes);
        for (int i = 0; i < count && at < bytes.length(); i++) {
            View key = bytes.sub(at);
            int length = skip(key, 0);
            at += length;
            if (at >= bytes.length()) {
                break;
            }
            String name = key(key.sub(0, length));
            var row = keys.get(name);
            at += row == null
                    ? item(Field.of(name), "-", bytes.sub(at), scope, out)
                    : named(row.format(), bytes.sub(at), scope, out);
        }
        out.close();
        return at;
    }

    private static String key(View bytes) {
        int head = head(bytes);
        int major = bytes.u8(0) >> 5;
        if (head == 0) {
            return bytes.hex();
        }
        return switch (major) {
            case 0 -> Long.toHexString(argument(bytes, head)).toUpperCase(Locale.ROOT);
            case 1 -> Long.toString(-1 - argument(bytes, head));
            case 2 -> bytes.sub(head).hex();
            case 3 -> {
                String text = Texts.quoted(bytes.sub(head), StandardCharsets.UTF_8);
                yield text == null ? bytes.hex() : text.substring(1, text.length() - 1);
            }
            default -> bytes.hex();
        };
    }

    /// Writes the value of a known key.
    private static int named(FieldFormat known, View bytes, DictionaryScope scope, Out out) {
        int length = skip(bytes, 0);
        int head = head(bytes);
        int major = bytes.u8(0) >> 5;
        View content = bytes.sub(head, length);
        if (known.format() instanceof CborFormat nested) {
            item(known.field(), nested.map, bytes.sub(0, length), scope, out);
        } else if (major == 2) {
            known.write(content, scope, out);
        } else if (major == 0
                && known.format() instanceof TextFormat
                && !known.field().name().isEmpty()) {
            int value = (int) Math.min(argument(bytes, head), 0xFF);
            boolean isEnumeration = argument(bytes, head) == value && isNamed(known, value, scope);
            if (isEnumeration) {
                known.write(View.derived(Bytes.of(value)), scope, out);
            } else {
                item(known.field(), "-", bytes.sub(0, length), scope, out);
            }
        } else if (major == 1 && known.format() instanceof TextFormat format) {
            negative(known.field(), format, -1 - argument(bytes, head), bytes.sub(0, length), scope, out);
        } else {
            item(known.field(), "-", bytes.sub(0, length), scope, out);
        }
        return length;
    }

    /// A negative number; tables name it by its two's complement in 16 bits.
    private static void negative(
            Field field, TextFormat format, long value, View bytes, DictionaryScope scope, Out out) {
        String hex = "%04X".formatted(value & 0xFFFF);
        String name = format.text(View.derived(Bytes.hex(hex)), scope);
        boolean isNamed = name != null && !name.equals(hex) && value >= Short.MIN_VALUE;
        add(field, isNamed ? name + " (" + value + ")" : Long.toString(value), bytes, out);
    }

    private static boolean isNamed(FieldFormat known, int value, DictionaryScope scope) {
        String text = ((TextFormat) known.format()).text(View.derived(Bytes.of(value)), scope);
        return text != null && !text.equals("%02X".formatted(value));
    }

    /// Length of one item.
    private static int skip(View bytes, int depth) {
        int head = head(bytes);
        if (head == 0 || depth > Out.MAX_DEPTH) {
            return bytes.length();
        }
        long argument = argument(bytes, head);
        int major = bytes.u8(0) >> 5;
        if (major == 2 || major == 3) {
            return argument < 0 || argument > bytes.length() - head ? bytes.length() : head + (int) argument;
        }
        if (major < 2 || major == 7) {
            return head;
        }
        long items = major == 6 ? 1 : major == 5 ? 2 * argument : argument;
        int at = head;
        for (long i = 0; i < items && at < bytes.length(); i++) {
            at += Math.max(1, skip(bytes.sub(at), depth + 1));
        }
        return at;
    }
}
