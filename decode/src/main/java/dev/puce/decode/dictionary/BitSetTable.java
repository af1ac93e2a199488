package dev.puce.decode.dictionary;

import java.util.ArrayList;
import java.util.List;

/// Names of the bits of a field.
public final class BitSetTable {
    /// Bits of one byte.
    ///
    /// @param at    index of the byte, from 0
    /// @param mask  the bits that count
    /// @param value the value that they must have
    /// @param text  meaning; `{n}` is their value, shifted to the right end
    /// @param line  number of the line in the file
    public record Row(int at, int mask, int value, boolean any, String text, int line) {
        static Row read(List<String> cells, int line) {
            String bits = cells.get(2);
            int equals = bits.indexOf('=');
            int mask = Integer.parseInt(equals < 0 ? bits : bits.substring(0, equals), 16);
            boolean any = equals >= 0 && bits.endsWith("*");
            int value = equals < 0 ? mask : any ? 0 : Integer.parseInt(bits.substring(equals + 1), 16);
            return new Row(Integer.parseInt(cells.get(1)) - 1, mask, value, any, cells.get(3), line);
        }
    }

    private final List<Row> rows = new ArrayList<>();

    void add(Row row) {
        rows.add(row);
    }

    /// Meanings of the bits that are set, separated by commas; empty if none is.
    public String text(View view) {
        var text = new StringBuilder();
        for (var row : rows) {
            int bits = view.u8(row.at()) & row.mask();
            if (row.at() < view.length() && (row.any() || bits == row.value())) {
                text.append(text.isEmpty() ? "" : ", ");
                text.append(
                        row.text().indexOf('{') < 0
                                ? row.text()
                                : row.text()
                                        .replace(
                                                "{n}",
                                                Integer.toString(bits >> Integer.numberOfTrailingZeros(row.mask()))));
            }
        }
        return text.toString();
    }

    /// The rows, in order.
    public List<Row> rows() {
        return List.copyOf(rows);
    }
}
