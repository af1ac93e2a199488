package dev.puce.trace.render;

import dev.puce.trace.TextBuffer;
import java.nio.charset.StandardCharsets;

/// Durations as people read them, with three or four digits: `412 µs`, `1.21 ms`, `60.1 s`.
public final class Durations {
    private static final byte[] MICROSECONDS = " µs".getBytes(StandardCharsets.UTF_8);
    private static final byte[] MILLISECONDS = " ms".getBytes(StandardCharsets.UTF_8);
    private static final byte[] SECONDS = " s".getBytes(StandardCharsets.UTF_8);

    private Durations() {}

    /// Appends the duration, in nanoseconds.
    public static void append(TextBuffer out, long nanos) {
        long magnitude = Math.abs(nanos);
        if (nanos < 0) {
            out.append('-');
        }
        if (magnitude < 1_000_000) {
            out.decimal(magnitude / 1000).append(MICROSECONDS);
        } else if (magnitude < 1_000_000_000) {
            scaled(out, magnitude / 1000).append(MILLISECONDS);
        } else {
            scaled(out, magnitude / 1_000_000).append(SECONDS);
        }
    }

    /// The duration, in nanoseconds.
    public static String format(long nanos) {
        var out = new TextBuffer();
        append(out, nanos);
        return out.toString();
    }

    /// Thousandths with three digits that count, or all before the point.
    private static TextBuffer scaled(TextBuffer out, long thousandths) {
        long whole = thousandths / 1000;
        out.decimal(whole);
        if (whole < 10) {
            out.append('.').fraction(thousandths % 1000 / 10, 2);
        } else if (whole < 100) {
            out.append('.').fraction(thousandths % 1000 / 100, 1);
        }
        return out;
    }
}
