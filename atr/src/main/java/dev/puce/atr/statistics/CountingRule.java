package dev.puce.atr.statistics;

import java.util.Locale;

/// Which lines of a list count, and for what.
public enum CountingRule {
    /// A character that a wildcard hides is left out of the table of that character, and so is what cannot be
    /// known without it; percentages are of the ATRs in the table.
    DEFAULT("every ATR that is not cut counts; characters hidden by wildcards are left out of their table;"
            + " percentages are of the ATRs in the table"),
    /// As the published series "ATR statistics" counted: lines with a character class are left out, wildcards are
    /// counted as digit 0, lines with an odd number of digits or with cut historical bytes are left out;
    /// percentages are of all counted ATRs.
    PUBLISHED("as the published series \"ATR statistics\": lines with [ left out, wildcards counted as digit 0,"
            + " odd or cut lines left out; percentages are of all counted ATRs");

    private final String description;

    CountingRule(String description) {
        this.description = description;
    }

    /// The rule in a sentence without full stop.
    public String description() {
        return description;
    }

    /// `default` or `published`.
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
