package dev.puce.atr.statistics;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;

/// Statistics of one or several lists.
///
/// @param rule    the counting rule
/// @param counted number of ATRs, weighted with the counts in the list
/// @param lines   the numbers of lines
/// @param tables  one table per character, then the derived tables
public record AtrStatistics(CountingRule rule, long counted, Lines lines, List<StatisticsTable> tables) {
    public AtrStatistics {
        tables = List.copyOf(tables);
    }

    /// Numbers of lines.
    /// @param total    all lines
    /// @param leftOut  lines with an ATR that the rule excludes, or with truncated interface bytes
    /// @param noAtr    lines that are not an ATR, empty, a comment or a description
    /// @param firstBad the first of these, at most ten
    public record Lines(long total, long leftOut, long noAtr, List<BadLine> firstBad) {
        public Lines {
            firstBad = List.copyOf(firstBad);
        }
    }

    /// A line that is not an ATR.
    ///
    /// @param file   its file, or the name of the stream
    /// @param number line number, from 1
    /// @param text   the start of the line
    public record BadLine(String file, long number, String text) implements Serializable {}

    /// Returns the table with that name.
    public Optional<StatisticsTable> table(String name) {
        return tables.stream().filter(table -> table.name().equals(name)).findFirst();
    }
}
