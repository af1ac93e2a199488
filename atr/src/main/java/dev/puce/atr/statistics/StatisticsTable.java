package dev.puce.atr.statistics;

import java.util.List;
import java.util.Optional;

/// The values of one character of the ATR, or of something that follows from it.
///
/// @param name    `TS`, `TA1`, `historicalBytes`, `TA3-IFSC`, ...
/// @param counted ATRs (or values) in the table: what the percentages refer to
/// @param hidden  ATRs left out because a wildcard hides the value
/// @param rows    by count downwards, then by value upwards
public record StatisticsTable(String name, long counted, long hidden, List<Row> rows) {
    public StatisticsTable {
        rows = List.copyOf(rows);
    }

    /// One value.
    ///
    /// @param value   the value; empty for "the character is absent". Characters are two hex digits.
    /// @param count   how often it occurs
    /// @param percent of the table, two decimals
    public record Row(Optional<String> value, long count, double percent) {}

    /// Whether the values are single characters of the ATR, which people write `0x3B`, and not something that follows
    /// from one (`TA1-Fi`).
    public boolean isOfCharacter() {
        return name.startsWith("T") && name.indexOf('-') < 0;
    }

    /// The percentage with two decimals, rounded as C's printf rounds it: by the exact value of the double.
    static double percent(long count, long total) {
        if (total == 0) {
            return 0;
        }
        double percent = 100.0 * count / total;
        double below = Math.floor(percent * 100);
        // Exact, because a fused multiply-add rounds once; BigDecimal takes 20 ms to be loaded.
        double aboveHalf = Math.fma(percent, 200, -(2 * below + 1));
        boolean up = aboveHalf == 0 ? below % 2 != 0 : aboveHalf > 0;
        return (up ? below + 1 : below) / 100;
    }
}
