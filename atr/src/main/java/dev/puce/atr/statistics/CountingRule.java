package dev.puce.atr.statistics;

import java.util.Locale;

/// Rules for counting the lines of a list.
public enum CountingRule {
    /// A character hidden by a wildcard is excluded from its table, and so are characters that depend on it.
    /// Percentages refer to the ATRs in the table.
    DEFAULT("every complete ATR counts. Wildcards exclude a character from its table."
            + " Percentages refer to the ATRs in the table"),
    /// The rule of the published series "ATR statistics". Lines with a character class, an odd number of digits
    /// or truncated historical bytes are excluded. Wildcards count as digit 0. Percentages refer to all counted
    /// ATRs.
    PUBLISHED("as in the published series \"ATR statistics\": lines with [ are excluded, wildcards count as digit 0,"
            + " odd or truncated lines are excluded. Percentages refer to all counted ATRs");

    private final String description;

    CountingRule(String description) {
        this.description = description;
    }

    /// Returns the rule as a sentence without a full stop.
    public String description() {
        return description;
    }

    /// `default` or `published`.
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
