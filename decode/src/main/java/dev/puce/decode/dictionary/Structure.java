package dev.puce.decode.dictionary;

import java.util.ArrayList;
import java.util.List;

/// A fixed sequence of fields.
public final class Structure {
    /// A field.
    ///
    /// @param length number of bytes: a number, `*` for the rest, `-N` for all but the last N, `L` for a value
    ///               behind a length byte, `B` for a value behind a BER length
    /// @param format label and format
    /// @param line   number of the line in the file
    public record Row(String length, FieldFormat format, int line) {}

    private final List<Row> rows = new ArrayList<>();

    void add(Row row) {
        rows.add(row);
    }

    /// Writes the fields that the bytes hold.
    ///
    /// @param once whether bytes behind the last field are written too
    /// @return number of bytes read
    public int write(View bytes, DictionaryScope scope, Out out, boolean once) {
        int at = 0;
        for (var row : rows) {
            int left = bytes.length() - at;
            if (left <= 0 && !row.length().equals("*")) {
                return at;
            }
            int prefix = 0;
            int length;
            switch (row.length().charAt(0)) {
                case '*' -> length = left;
                case '-' -> length = left - Integer.parseInt(row.length().substring(1));
                case 'L' -> {
                    prefix = 1;
                    length = bytes.u8(at);
                }
                case 'B' -> {
                    int first = bytes.u8(at);
                    prefix = first <= 0x80 ? 1 : Math.min(first - 0x80, 3) + 1;
                    length = first < 0x80
                            ? first
                            : (int) bytes.sub(at + 1, at + prefix).number();
                }
                default -> length = Integer.parseInt(row.length());
            }
            if (length < 0 || prefix + length > left) {
                out.leaf(
                        Field.of(row.format().field().name()),
                        bytes.sub(at).hex() + " (" + Texts.bytes(Math.max(0, prefix + length - left)) + " missing)",
                        bytes.sub(at));
                return bytes.length();
            }
            if (row.length().equals("*") && length == 0) {
                return at;
            }
            if (!row.format().field().name().equals("-")) {
                row.format().write(bytes.sub(at + prefix, at + prefix + length), scope, out);
            }
            at += prefix + length;
        }
        if (once && at < bytes.length() && out.isTree()) {
            out.leaf(Field.of("further bytes"), Texts.hex(bytes.sub(at)), bytes.sub(at));
        }
        return at;
    }

    /// The fields, in order.
    public List<Row> rows() {
        return List.copyOf(rows);
    }
}
