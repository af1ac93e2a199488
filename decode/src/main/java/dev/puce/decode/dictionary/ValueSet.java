package dev.puce.decode.dictionary;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Names of the values of a field.
public final class ValueSet {
    /// A value, or all values of a pattern.
    ///
    /// @param pattern the value
    /// @param text    its name; `{n}` is the number that the free digits make
    /// @param line    number of the line in the file
    public record Row(Pattern pattern, String text, int line) {}

    private final Map<Long, String> exact = new HashMap<>();
    private final List<Row> patterns = new ArrayList<>();
    private final List<Row> rows = new ArrayList<>();

    void add(Row row) {
        rows.add(row);
        boolean fixed = row.pattern().free(-1L) == 0;
        if (fixed && row.pattern().digits() <= 16) {
            exact.putIfAbsent(row.pattern().bits(), row.text());
        } else {
            patterns.add(row);
        }
    }

    /// Name of a value; `null` if it has none.
    public String name(long value) {
        String name = exact.get(value);
        if (name != null) {
            return name;
        }
        for (var row : patterns) {
            if (row.pattern().matches(value)) {
                return row.text().replace("{n}", Long.toString(row.pattern().free(value)));
            }
        }
        return null;
    }

    /// The rows, in order.
    public List<Row> rows() {
        return List.copyOf(rows);
    }
}
