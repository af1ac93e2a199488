package dev.puce.atr.report;

import dev.puce.atr.statistics.AtrStatistics;
import dev.puce.atr.statistics.StatisticsTable;
import dev.puce.atr.statistics.StatisticsTable.Row;

/// Writes statistics as CSV (RFC 4180): table, value, count, percent. An absent character has an empty value.
public final class StatisticsCsv {
    private StatisticsCsv() {}

    /// Returns all tables, with a header line.
    public static String of(AtrStatistics statistics) {
        var out = new StringBuilder("table,value,count,percent\r\n");
        for (StatisticsTable table : statistics.tables()) {
            for (Row row : table.rows()) {
                out.append("%s,%s,%d,%s\r\n"
                        .formatted(
                                table.name(),
                                row.value().orElse(""),
                                row.count(),
                                StatisticsText.percent(row.percent())));
            }
        }
        return out.toString();
    }
}
