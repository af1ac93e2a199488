package dev.puce.iso7816;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/// Reads tables from resources of this package. Tabs separate columns; comments start with `#`.
final class Table {
    private Table() {}

    /// Returns the rows, each with exactly `columns` cells.
    ///
    /// @throws IllegalStateException if a row has another number of cells, a mistake in the table
    static List<List<String>> rows(String resource, int columns) {
        try (var in = Objects.requireNonNull(Table.class.getResourceAsStream(resource), resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#") && !line.isBlank())
                    .map(line -> cells(resource, line, columns))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the table " + resource, e);
        }
    }

    private static List<String> cells(String resource, String line, int columns) {
        var cells = List.of(line.split("\t", -1));
        if (cells.size() != columns) {
            throw new IllegalStateException(
                    resource + " has a row of " + cells.size() + " cells instead of " + columns + ": " + line);
        }
        return cells;
    }
}
