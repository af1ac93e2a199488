package dev.puce.atr.report;

import dev.puce.atr.statistics.AtrStatistics;
import dev.puce.atr.statistics.AtrStatistics.BadLine;
import dev.puce.atr.statistics.StatisticsTable;
import dev.puce.atr.statistics.StatisticsTable.Row;
import dev.puce.iso7816.Printable;
import java.util.List;

/// Formats statistics as text tables: value, count, percent.
///
///     0x3B  1945  93.87 %
public final class StatisticsText {
    /// Width of `100.00`.
    private static final int PERCENT_WIDTH = 6;

    /// Maximum width of sentences.
    private static final int COLUMNS = 80;

    private StatisticsText() {}

    /// Returns the number of ATRs, the rule, and the numbers of lines. Ends with a newline. (`String.format`
    /// would load locale data, which takes longer than the remaining work.)
    public static String summary(AtrStatistics statistics) {
        var out = new StringBuilder();
        TextLines.of(
                        count(statistics.counted(), "ATR") + " counted by the rule \"" + statistics.rule() + "\": "
                                + statistics.rule().description() + ".",
                        COLUMNS)
                .forEach(line -> out.append(line).append('\n'));
        AtrStatistics.Lines lines = statistics.lines();
        var read = new StringBuilder(count(lines.total(), "line") + " read");
        if (lines.leftOut() > 0) {
            read.append(", " + lines.leftOut() + " excluded by the rule or because they are truncated");
        }
        if (lines.noAtr() > 0) {
            read.append(", " + lines.noAtr() + " not an ATR, the first:");
        }
        TextLines.of(read.toString(), COLUMNS).forEach(line -> out.append(line).append('\n'));
        for (BadLine bad : lines.firstBad()) {
            out.append(Printable.of("  %s, line %d: %s".formatted(bad.file(), bad.number(), bad.text())))
                    .append('\n');
        }
        return out.toString();
    }

    /// Returns a table. Ends with a newline.
    ///
    /// @param top     maximum number of rows; the others are summed up
    /// @param palette highlights the headline
    public static String table(StatisticsTable table, int top, AtrPalette palette) {
        List<Row> rows = table.rows().subList(0, Math.min(top, table.rows().size()));
        List<String> values =
                rows.stream().map(row -> StatisticsLabels.value(table, row)).toList();
        int valueWidth = values.stream().mapToInt(String::length).max().orElse(0);
        int countWidth = rows.stream()
                .mapToInt(row -> String.valueOf(row.count()).length())
                .max()
                .orElse(0);
        var out = new StringBuilder();
        String title = StatisticsLabels.title(table.name());
        out.append(palette.heading(table.name())).append(title.isEmpty() ? "" : "  " + title);
        if (table.hidden() > 0) {
            String hidden = "  (%d %s)".formatted(table.hidden(), StatisticsLabels.hidden(table.name()));
            boolean fits = table.name().length() + 2 + title.length() + hidden.length() <= COLUMNS;
            out.append(fits ? "" : "\n").append(hidden);
        }
        out.append('\n');
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            String value = values.get(i);
            String count = String.valueOf(row.count());
            String percent = percent(row.percent());
            out.append(value)
                    .append(" ".repeat(valueWidth - value.length() + 2 + countWidth - count.length()))
                    .append(count)
                    .append(" ".repeat(2 + PERCENT_WIDTH - percent.length()))
                    .append(percent)
                    .append(" %\n");
        }
        if (rows.size() < table.rows().size()) {
            long rest = table.rows().stream()
                    .skip(rows.size())
                    .mapToLong(Row::count)
                    .sum();
            out.append("... ")
                    .append(count(table.rows().size() - rows.size(), "more value"))
                    .append(", together ")
                    .append(rest)
                    .append('\n');
        }
        return out.toString();
    }

    private static String count(long number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }

    /// Formats two decimals, with a point in all locales. (With thousands of rows, `String.format` would take
    /// longer than the remaining work.)
    static String percent(double percent) {
        long hundredths = Math.round(percent * 100);
        String decimals = String.valueOf(hundredths % 100);
        return hundredths / 100 + (decimals.length() == 1 ? ".0" : ".") + decimals;
    }
}
