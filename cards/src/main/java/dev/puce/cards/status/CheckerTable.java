package dev.puce.cards.status;

import dev.puce.cards.status.StatusFinding.Kind;
import dev.puce.iso7816.ResponseApdu;
import dev.puce.iso7816.StatusWord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// Checks status words against the table `checkers.tsv`, which lists the errors of each specification. The table
/// is loaded with the first check.
final class CheckerTable {
    private record Row(String source, String pattern, Kind kind, String meaning) {
        boolean matches(StatusWord status) {
            String digits = status.toString();
            for (int i = 0; i < digits.length(); i++) {
                if (pattern.charAt(i) != 'X' && pattern.charAt(i) != digits.charAt(i)) {
                    return false;
                }
            }
            return true;
        }
    }

    /// Rows of the table, loaded with the first check.
    private static final class Rows {
        static final List<Row> ALL = load();
    }

    private CheckerTable() {}

    /// Returns the finding of a specification, if it lists the status word.
    ///
    /// @param source the specification, as named in the table
    static Optional<StatusFinding> check(String source, ResponseApdu response) {
        StatusWord status = response.status();
        return Rows.ALL.stream()
                .filter(row -> row.source().equals(source) && row.matches(status))
                .findFirst()
                .map(row -> new StatusFinding(row.kind(), status, meaning(row, status), source));
    }

    private static String meaning(Row row, StatusWord status) {
        return row.meaning().isEmpty() ? status.meaning().orElse("not specified") : row.meaning();
    }

    private static List<Row> load() {
        try (var in = Objects.requireNonNull(CheckerTable.class.getResourceAsStream("checkers.tsv"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#") && !line.isBlank())
                    .map(line -> line.split("\t", -1))
                    .map(cell -> new Row(cell[0], cell[1], Kind.valueOf(cell[2]), cell[3]))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the resource checkers.tsv", e);
        }
    }
}
