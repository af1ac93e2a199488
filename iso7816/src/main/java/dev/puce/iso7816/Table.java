package dev.puce.iso7816;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/// A table among the resources of this package: columns separated by tabs, comments begin with `#`.
final class Table {
    private Table() {}

    /// The rows, each with exactly `columns` cells.
    ///
    /// @throws IllegalStateException if a row has more or fewer: the table was edited wrongly
    static List<List<String>> rows(String resource, int columns) {
        try (var in = Objects.requireNonNull(Table.class.getResourceAsStream(resource), resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#") && !line.isBlank())
                    .map(line -> cells(resource, line, columns))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("the table " + resource + " cannot be read", e);
        }
    }

    private static List<String> cells(String resource, String line, int columns) {
        var cells = List.of(line.split("\t", -1));
        if (cells.size() != columns) {
            throw new IllegalStateException(
                    resource + " has a row of " + cells.size() + " cells in place of " + columns + ": " + line);
        }
        return cells;
    }
}
