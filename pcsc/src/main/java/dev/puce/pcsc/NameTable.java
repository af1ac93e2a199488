package dev.puce.pcsc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/// Reads tables of numbers with a name in C and a meaning.
final class NameTable {
    record Row(int number, String symbol, String meaning) {}

    private NameTable() {}

    /// Reads a resource with three columns: number in hex, name, meaning.
    static Map<Integer, Row> load(String resource) {
        var rows = new LinkedHashMap<Integer, Row>();
        try (var in = Objects.requireNonNull(NameTable.class.getResourceAsStream(resource), resource)) {
            new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().forEach(line -> {
                if (!line.startsWith("#") && !line.isBlank()) {
                    String[] columns = line.split("\t", -1);
                    int number = Integer.parseUnsignedInt(columns[0], 16);
                    rows.put(number, new Row(number, columns[1], columns[2]));
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the table " + resource, e);
        }
        return rows;
    }
}
