package dev.puce.trace.summary;

import java.io.Serial;
import java.io.Serializable;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.stream.Stream;

/// Statistics of calls by a property. Memory is bounded: of very many values, the later ones are counted together.
///
/// @param <K> the property
final class CallTable<K extends Serializable> implements Serializable {
    @Serial
    private static final long serialVersionUID = 1;

    private static final int MAX_ROWS = 512;

    private final HashMap<K, CallStatistics> rows = new HashMap<>();
    private final CallStatistics others = new CallStatistics("others");

    /// The statistics of a value; `null` if it is new.
    CallStatistics known(K key) {
        return rows.get(key);
    }

    /// The statistics of a value.
    ///
    /// @param name name of the value for people
    CallStatistics row(K key, String name) {
        var known = rows.get(key);
        if (known == null) {
            if (rows.size() >= MAX_ROWS) {
                return others;
            }
            known = new CallStatistics(name);
            rows.put(key, known);
        }
        return known;
    }

    /// Adds the calls of another table.
    void add(CallTable<K> other) {
        other.rows.forEach((key, row) -> row(key, row.name()).add(row));
        others.add(other.others);
    }

    /// The rows, the most time first.
    List<CallStatistics> sorted() {
        return Stream.concat(rows.values().stream(), Stream.of(others).filter(row -> row.calls() > 0))
                .sorted(Comparator.comparingLong(CallStatistics::totalNanos)
                        .reversed()
                        .thenComparing(CallStatistics::name))
                .toList();
    }
}
