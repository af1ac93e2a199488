package dev.puce.atr.report;

import dev.puce.atr.statistics.AtrStatistics;
import dev.puce.atr.statistics.StatisticsTable;
import dev.puce.atr.statistics.StatisticsTable.Row;
import java.util.stream.Collectors;

/// Writes statistics as Markdown.
public final class StatisticsMarkdown {
    private StatisticsMarkdown() {}

    /// Returns a document with a section for every table.
    ///
    /// @param top maximum number of rows per table
    public static String of(AtrStatistics statistics, int top) {
        var out = new StringBuilder("# ATR statistics\n\n");
        out.append(StatisticsText.summary(statistics)
                .lines()
                .map(line -> line.startsWith("  ") ? "- `" + line.strip() + "`" : line)
                .collect(Collectors.joining("\n")));
        out.append('\n');
        for (StatisticsTable table : statistics.tables()) {
            out.append("\n## ").append(table.name());
            String title = StatisticsLabels.title(table.name());
            out.append(title.isEmpty() ? "" : ": " + title).append("\n\n");
            out.append("| value | count | percent |\n|---|---:|---:|\n");
            table.rows().stream().limit(top).forEach(row -> out.append(line(table, row)));
            if (table.rows().size() > top) {
                out.append("\n%d more values.\n".formatted(table.rows().size() - top));
            }
        }
        return out.toString();
    }

    private static String line(StatisticsTable table, Row row) {
        return "| %s | %d | %s %% |\n"
                .formatted(StatisticsLabels.value(table, row), row.count(), StatisticsText.percent(row.percent()));
    }
}
