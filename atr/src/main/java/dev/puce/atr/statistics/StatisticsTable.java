package dev.puce.atr.statistics;

import java.util.List;
import java.util.Optional;

/// The values of one character of the ATR, or of a quantity derived from it.
///
/// @param name    `TS`, `TA1`, `historicalBytes`, `TA3-IFSC`, ...
/// @param counted ATRs (or values) in the table; percentages refer to this number
/// @param hidden  ATRs excluded because a wildcard hides the value
/// @param rows    by descending count, then by ascending value
public record StatisticsTable(String name, long counted, long hidden, List<Row> rows) {
    public StatisticsTable {
        rows = List.copyOf(rows);
    }

    /// One value.
    ///
    /// @param value   the value; empty if the character is absent. Characters are two hex digits.
    /// @param count   number of occurrences
    /// @param percent percentage of the table, two decimals
    public record Row(Optional<String> value, long count, double percent) {}

    /// Returns whether the values are single characters of the ATR, written like `0x3B`, and not derived
    /// quantities (`TA1-Fi`).
    public boolean isOfCharacter() {
        return name.startsWith("T") && name.indexOf('-') < 0;
    }

    /// Returns the percentage with two decimals, rounded like C's printf: by the exact value of the double.
    static double percent(long count, long total) {
        if (total == 0) {
            return 0;
        }
        double percent = 100.0 * count / total;
        double below = Math.floor(percent * 100);
        // Exact, because a fused multiply-add rounds once. Loading BigDecimal would take 20 ms.
        double aboveHalf = Math.fma(percent, 200, -(2 * below + 1));
        boolean up = aboveHalf == 0 ? below % 2 != 0 : aboveHalf > 0;
        return (up ? below + 1 : below) / 100;
    }
}
