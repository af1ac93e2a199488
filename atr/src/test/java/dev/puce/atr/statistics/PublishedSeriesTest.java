package dev.puce.atr.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.puce.atr.statistics.StatisticsTable.Row;
import dev.puce.testkit.SharedData;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Reproduces the published tables of the series "ATR statistics" exactly.
///
/// The lists of that time are GPL and not in the repository; a clone of pcsc-tools is in the shared data.
class PublishedSeriesTest {
    private static final String HISTORY = "data/pcsc-tools";

    /// The list of 2016-01-23, and three ATRs that its author used and committed on 2016-02-03.
    private static final String MAIN_REVISION = "ce3e134";

    private static final String MAIN_UNCOMMITTED = """
            3B 6B 00 00 00 31 C0 64 1F 27 01 00 07 90 00
            3B 6E 00 00 00 31 C0 65 F8 D6 02 01 07 71 D6 8C 61 35
            3B 6F 00 00 00 31 C0 68 43 53 50 45 4D 56 03 00 07 90 00
            """;

    /// The list of 2015-06-08, and one ATR that its author used and committed on 2015-06-18.
    private static final String DERIVED_REVISION = "c9fb8f1";

    private static final String DERIVED_UNCOMMITTED =
            "3B FC 18 00 00 81 31 80 45 90 67 46 4A 00 64 2D 70 C1 72 FE E0 FE\n";

    @Test
    void synthetic_cards_with_the_published_counts_have_the_published_percentages() throws IOException {
        Map<String, List<String>> published = published("derived");
        for (String table : published.keySet()) {
            var list = new StringBuilder();
            for (String row : published.get(table)) {
                String[] columns = row.split("\t", -1);
                list.append(card(table, columns[0]))
                        .append('\t')
                        .append(columns[1])
                        .append('\n');
            }
            assertRows(AtrListCounter.count(list.toString(), CountingRule.PUBLISHED), table, published.get(table));
        }
    }

    /// Returns an ATR with the value in the character of the table.
    private static String card(String table, String value) {
        return switch (table) {
            case "TA3-IFSC" -> "3B 80 81 11 %02X 00".formatted(Integer.parseInt(value));
            case "TB3-BWI" -> "3B 80 81 21 %X5 00".formatted(Integer.parseInt(value));
            case "TB3-CWI" -> "3B 80 81 21 4%X 00".formatted(Integer.parseInt(value));
            case "TA3-class" -> "3B 80 80 1F %02X 00".formatted(classBits(value));
            default -> throw new IllegalArgumentException(table);
        };
    }

    private static int classBits(String classes) {
        int bits = 0;
        for (String name : classes.split(" & ", -1)) {
            bits |= 1 << (name.charAt(0) - 'A');
        }
        return bits;
    }

    @Test
    void character_tables_equal_those_of_january_2016() throws Exception {
        AtrStatistics statistics = count(MAIN_REVISION, MAIN_UNCOMMITTED);

        assertThat(statistics.counted()).isEqualTo(2072);
        Map<String, List<String>> published = published("main");
        for (String table : published.keySet()) {
            assertRows(statistics, table, published.get(table));
        }
    }

    @Test
    void derived_tables_equal_those_of_june_2015() throws Exception {
        AtrStatistics statistics = count(DERIVED_REVISION, DERIVED_UNCOMMITTED);

        Map<String, List<String>> published = published("derived");
        assertThat(published).containsOnlyKeys("TA3-IFSC", "TA3-class", "TB3-BWI", "TB3-CWI");
        for (String table : published.keySet()) {
            assertRows(statistics, table, published.get(table));
        }
    }

    @Test
    void regression_lines_equal_those_of_january_2016_and_march_2020() throws IOException {
        Path history = SharedData.require(HISTORY);
        ListGrowth growth = GitHistory.growth(history, "smartcard_list.txt");

        ListGrowth.Regression first = between(growth, LocalDate.MIN, LocalDate.of(2016, 1, 23));
        assertThat(first.slope()).isCloseTo(6.308e-6, within(0.0005e-6));
        assertThat(first.intercept()).isCloseTo(-940.4, within(0.05));

        ListGrowth.Regression second = between(growth, LocalDate.of(2016, 1, 24), LocalDate.of(2020, 3, 22));
        assertThat(second.slope()).isCloseTo(9.381e-6, within(0.0005e-6));
        assertThat(second.intercept()).isCloseTo(-2409.7, within(0.05));
    }

    private static ListGrowth.Regression between(ListGrowth growth, LocalDate from, LocalDate until) {
        return new ListGrowth(growth.points().stream()
                        .filter(point ->
                                !point.date().isBefore(from) && !point.date().isAfter(until))
                        .toList())
                .regression()
                .orElseThrow();
    }

    private static AtrStatistics count(String revision, String uncommitted) throws Exception {
        Path history = SharedData.require(HISTORY);
        Process git = new ProcessBuilder("git", "-C", history.toString(), "show", revision + ":smartcard_list.txt")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String list = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(git.waitFor()).isZero();
        return AtrListCounter.count(list + uncommitted, CountingRule.PUBLISHED);
    }

    /// Compares the rows with the published ones, with the same number of decimals.
    private static void assertRows(AtrStatistics statistics, String table, List<String> published) {
        List<Row> rows = statistics.table(table).orElseThrow().rows();
        boolean isComplete = !published.getLast().equals("...");
        List<String> expected = isComplete ? published : published.subList(0, published.size() - 1);
        String percent = expected.getFirst().contains(".") ? "%.2f" : "%.0f";
        List<String> found = rows.stream()
                .limit(isComplete ? rows.size() : expected.size())
                .map(row -> row.value().orElse("-") + "\t" + row.count() + "\t"
                        + String.format(Locale.ROOT, percent, row.percent()))
                .toList();
        assertThat(found).as(table).isEqualTo(expected);
    }

    /// Returns the published rows by table: `value TAB count TAB percent`.
    private static Map<String, List<String>> published(String part) throws IOException {
        var tables = new LinkedHashMap<String, List<String>>();
        try (InputStream in = PublishedSeriesTest.class.getResourceAsStream("published-tables.txt")) {
            String current = "";
            String table = "";
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n", -1)) {
                if (line.equals("main") || line.equals("derived")) {
                    current = line;
                } else if (line.startsWith("  ") && current.equals(part)) {
                    tables.get(table).add(line.substring(2));
                } else if (!line.isEmpty() && !line.startsWith("#") && !line.startsWith("  ")) {
                    table = line;
                    if (current.equals(part)) {
                        tables.put(table, new ArrayList<>());
                    }
                }
            }
        }
        return tables;
    }
}
