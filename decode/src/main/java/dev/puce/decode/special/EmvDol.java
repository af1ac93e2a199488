package dev.puce.decode.special;

import dev.puce.decode.dictionary.DictionaryScope;
import dev.puce.decode.dictionary.Field;
import dev.puce.decode.dictionary.Out;
import dev.puce.decode.dictionary.Texts;
import dev.puce.decode.dictionary.View;
import dev.puce.iso7816.Bytes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Data object lists of EMV: the card names tags and lengths, and the terminal sends the values without them
/// (EMV book 3, 5.4).
final class EmvDol {
    static final int LOG_FORMAT = 0x9F4F;

    private static final int CDOL1 = 0x8C;
    private static final int CDOL2 = 0x8D;
    private static final int CURRENCY = 0x5F2A;

    /// An entry of a list.
    private record Entry(int tag, int length) {}

    private EmvDol() {}

    private static List<Entry> entries(View list) {
        var entries = new ArrayList<Entry>();
        int at = 0;
        while (at < list.length()) {
            int tag = list.u8(at);
            if ((tag & 0x1F) == 0x1F) {
                int next;
                do {
                    next = list.u8(++at);
                    tag = tag << 8 | next;
                } while ((next & 0x80) != 0 && at < list.length());
            }
            if (++at >= list.length()) {
                return List.of();
            }
            entries.add(new Entry(tag, list.u8(at++)));
        }
        return entries;
    }

    private static int length(List<Entry> entries) {
        return entries.stream().mapToInt(Entry::length).sum();
    }

    /// Writes the names and lengths in a list.
    static void list(Field field, View bytes, DictionaryScope scope, Out out) {
        if (!out.isTree()) {
            return;
        }
        var tags = scope.dictionary().tags("emv");
        var texts = new ArrayList<String>();
        for (var entry : entries(bytes)) {
            var row = tags.row(entry.tag());
            String name = row == null ? SpecialFormats.id(entry.tag()) : row.name();
            texts.add(name + " " + entry.length());
        }
        out.leaf(field, texts.isEmpty() ? Texts.hex(bytes) : String.join(", ", texts), bytes);
    }

    /// Writes the data of GENERATE AC by the first or second list, depending on their lengths.
    static void cdol(View bytes, DictionaryScope scope, Out out) {
        Bytes second = scope.memory().get(CDOL2);
        Bytes first = scope.memory().get(CDOL1);
        boolean fitsFirst = first != null && length(entries(View.derived(first))) == bytes.length();
        values(second != null && !fitsFirst ? CDOL2 : CDOL1, bytes, scope, out);
    }

    /// Writes values by a list that the card sent before.
    static void values(int listTag, View bytes, DictionaryScope scope, Out out) {
        if (bytes.isEmpty()) {
            if (out.isTree()) {
                out.leaf(Field.of("values"), "none", bytes);
            }
            return;
        }
        Bytes list = scope.memory().get(listTag);
        if (list == null) {
            out.hex(Field.of("values, list not seen"), bytes);
            return;
        }
        var entries = entries(View.derived(list));
        if (length(entries) != bytes.length()) {
            if (out.isTree()) {
                out.leaf(
                        Field.of("values"),
                        Texts.hex(bytes) + " (does not fit the list seen, " + Texts.bytes(length(entries)) + ")",
                        bytes);
            }
            return;
        }
        var inner = scope.remembering(withCurrency(entries, bytes, scope));
        var tags = scope.dictionary().tags("emv");
        int at = 0;
        for (var entry : entries) {
            if (out.isFull()) {
                return;
            }
            View value = bytes.sub(at, at + entry.length());
            var row = tags.row(entry.tag());
            if (row != null) {
                row.format().write(value, inner, out);
            } else {
                out.hex(new Field(SpecialFormats.id(entry.tag()), "", Field.Highlight.NONE), value);
            }
            at += entry.length();
        }
    }

    private static Map<Integer, Bytes> withCurrency(List<Entry> entries, View bytes, DictionaryScope scope) {
        int at = 0;
        for (var entry : entries) {
            if (entry.tag() == CURRENCY && entry.length() == 2) {
                var memory = new HashMap<>(scope.memory());
                memory.put(CURRENCY, bytes.sub(at, at + 2).bytes());
                return memory;
            }
            at += entry.length();
        }
        return scope.memory();
    }
}
