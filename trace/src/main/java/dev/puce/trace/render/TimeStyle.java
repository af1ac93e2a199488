package dev.puce.trace.render;

import java.util.Locale;

/// How views print the start of a call.
public enum TimeStyle {
    /// Seconds since the start of the trace.
    RELATIVE(8),
    /// Seconds since the start of the line before.
    DELTA(8),
    /// Time of day.
    CLOCK(12),
    /// Date and time (ISO 8601).
    ISO(23);

    private final int width;

    TimeStyle(int width) {
        this.width = width;
    }

    /// Width of the column, in characters.
    int width() {
        return width;
    }

    /// Returns the name as it is typed.
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
