package dev.puce.atr.report;

import dev.puce.atr.statistics.StatisticsTable;
import dev.puce.atr.statistics.StatisticsTable.Row;

/// Labels of tables and values in reports.
public final class StatisticsLabels {
    private StatisticsLabels() {}

    /// Returns the value as in the published series; empty for "absent".
    public static String value(StatisticsTable table, Row row) {
        return row.value()
                .map(value -> table.isOfCharacter() && !value.equals("-1") ? "0x" + value : value)
                .orElse("");
    }

    /// Returns the value, or a word for "absent" and "missing", for plots.
    public static String valueOrAbsent(StatisticsTable table, Row row) {
        String value = value(table, row);
        return value.isEmpty() ? "absent" : value.equals("-1") && table.isOfCharacter() ? "missing" : value;
    }

    /// Returns name and title of a table: `TS: initial character`.
    public static String headline(String name) {
        String title = title(name);
        return title.isEmpty() ? name : name + ": " + title;
    }

    /// Returns the reason why counted ATRs are not in a table.
    public static String hidden(String name) {
        return name.startsWith("historicalBytes") ? "truncated or hidden by wildcards" : "hidden by wildcards";
    }

    /// Returns the title of a table.
    public static String title(String name) {
        return switch (name) {
            case "TS" -> "initial character";
            case "T0" -> "format byte";
            case "T0-K" -> "number of historical bytes";
            case "T0-Y1" -> "interface bytes that T0 announces";
            case "TA1" -> "Fi and Di";
            case "TA1-Fi" -> "clock rate conversion integer";
            case "TA1-Di" -> "baud rate adjustment integer";
            case "TA1-speed" -> "bit rate at the highest clock";
            case "TB1", "TB2" -> "programming voltage, deprecated";
            case "TC1" -> "extra guard time N";
            case "TA2" -> "specific mode";
            case "TC2" -> "waiting time integer of T=0";
            case "historicalBytes" -> "historical bytes";
            case "historicalBytes-category" -> "category indicator of the historical bytes";
            case "TCK" -> "check byte";
            case "TA3-IFSC" -> "information field size, TAi (i ≥ 3) of T=1";
            case "TA3-class" -> "operating classes, TAi (i ≥ 3)";
            case "TB3-BWI" -> "block waiting integer, TBi (i ≥ 3) of T=1";
            case "TB3-CWI" -> "character waiting integer, TBi (i ≥ 3) of T=1";
            case "TA4-class" -> "operating classes in TA4";
            case "TA4-clockstop" -> "clock stop in TA4";
            default -> name.endsWith("-T") ? "protocol" : name.startsWith("TD") ? "structure and protocol" : "";
        };
    }
}
