package dev.puce.spy.render;

import dev.puce.spy.TextBuffer;

/// Durations as people read them, with three or four digits: `412 µs`, `1.21 ms`, `60.1 s`.
public final class Durations {
    private Durations() {}

    /// Appends the duration, in nanoseconds.
    public static void append(TextBuffer out, long nanos) {
        long magnitude = Math.abs(nanos);
        if (nanos < 0) {
            out.append('-');
        }
        if (magnitude < 1_000_000) {
            out.decimal(magnitude / 1000).append(" µs");
        } else if (magnitude < 1_000_000_000) {
            scaled(out, magnitude / 1000).append(" ms");
        } else {
            scaled(out, magnitude / 1_000_000).append(" s");
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

    /// Number of characters in the text since `from`.
    static int width(TextBuffer out, int from) {
        int width = 0;
        for (int i = from; i < out.length(); i++) {
            width += (out.at(i) & 0xC0) == 0x80 ? 0 : 1;
        }
        return width;
    }
}
