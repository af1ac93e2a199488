package dev.puce.cli.help;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// The meaning of every option, the same in all commands: the table `options.tsv`.
///
/// The table orders help pages, and a test holds the model of every command against it.
public final class OptionTable {
    /// The headings of help pages, in their order.
    public static final List<String> HEADINGS =
            List.of("Source", "Selection", "Card and reader", "Output", "Options", "General");

    private static final String OTHERS = "Options";

    private static Map<String, Row> rows;

    private OptionTable() {}

    /// One option.
    ///
    /// @param name     the long name, for example `--filter`
    /// @param shortName the short name, for example `-f`; empty if there is none
    /// @param argument the label of its argument; empty if there is none
    /// @param heading  the heading of help pages below which it stands
    /// @param meaning  the meaning in all commands
    /// @param commands the commands that have it
    public record Row(
            String name, String shortName, String argument, String heading, String meaning, List<String> commands) {}

    /// Returns the rows of the table by long name, in its order.
    public static synchronized Map<String, Row> rows() {
        if (rows == null) {
            rows = load();
        }
        return rows;
    }

    /// Returns the heading below which an option stands.
    static String headingOf(String name) {
        Row row = rows().get(name);
        return row == null ? OTHERS : row.heading();
    }

    private static Map<String, Row> load() {
        var loaded = new LinkedHashMap<String, Row>();
        try (var in = Objects.requireNonNull(OptionTable.class.getResourceAsStream("options.tsv"));
                var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            lines.lines()
                    .filter(line -> !line.startsWith("#") && !line.isBlank())
                    .map(line -> line.split("\t", -1))
                    .forEach(cells -> loaded.put(
                            cells[0],
                            new Row(cells[0], cells[1], cells[2], cells[3], cells[4], List.of(cells[5].split(", ")))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return loaded;
    }
}
