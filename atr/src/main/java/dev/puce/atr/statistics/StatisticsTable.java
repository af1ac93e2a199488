package dev.puce.atr.statistics;

import java.math.BigDecimal;
import java.math.RoundingMode;
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

    /// Whether the values are single characters of the ATR, which people write `0x3B`.
    public boolean isOfCharacter() {
        return name.matches("TS|T0|TCK|T[A-D][0-9]+");
    }

    /// The percentage with two decimals, rounded as C's printf rounds it.
    static double percent(long count, long total) {
        return total == 0
                ? 0
                : new BigDecimal(100.0 * count / total)
                        .setScale(2, RoundingMode.HALF_EVEN)
                        .doubleValue();
    }
}
