package dev.puce.atr.statistics;

import java.util.List;
import java.util.Optional;

/// What was counted over one or several lists.
///
/// @param rule    which lines counted, and for what
/// @param counted ATRs, by their counts where the list has counts
/// @param lines   what became of the lines
/// @param tables  one for every character, then those that are derived from them
public record AtrStatistics(CountingRule rule, long counted, Lines lines, List<StatisticsTable> tables) {
    public AtrStatistics {
        tables = List.copyOf(tables);
    }

    /// What became of the lines.
    ///
    /// @param total    all lines
    /// @param leftOut  lines with an ATR that the rule leaves out, or whose interface bytes are cut
    /// @param noAtr    lines that are neither an ATR nor empty, comment or description
    /// @param firstBad the first of those, at most ten
    public record Lines(long total, long leftOut, long noAtr, List<BadLine> firstBad) {
        public Lines {
            firstBad = List.copyOf(firstBad);
        }
    }

    /// A line that is no ATR.
    ///
    /// @param file   its file or what the stream was called
    /// @param number from 1
    /// @param text   its begin
    public record BadLine(String file, long number, String text) {}

    /// The table with that name.
    public Optional<StatisticsTable> table(String name) {
        return tables.stream().filter(table -> table.name().equals(name)).findFirst();
    }
}
