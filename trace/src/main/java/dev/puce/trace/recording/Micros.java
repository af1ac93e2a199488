package dev.puce.trace.recording;

/// Times of a recording: microseconds, with up to three digits of nanoseconds behind the point.
final class Micros {
    private static final long MAX_MICROS = Long.MAX_VALUE / 1000;

    private Micros() {}

    /// `12.345` for 12345 nanoseconds.
    static String format(long nanos) {
        long rest = Math.floorMod(nanos, 1000L);
        long whole = Math.floorDiv(nanos, 1000L);
        if (nanos < 0 && rest > 0) {
            whole++;
            rest = 1000 - rest;
        }
        String sign = nanos < 0 && whole == 0 ? "-" : "";
        return sign + whole + "." + Long.toString(1000 + rest).substring(1);
    }

    /// Nanoseconds of microseconds written in decimal; digits beyond the third behind the point are left out.
    ///
    /// @throws NumberFormatException if it is not a number without exponent, or too large
    static long parse(String text) {
        int point = text.indexOf('.');
        String fraction = point < 0 ? "" : text.substring(point + 1);
        long whole = Math.abs(Long.parseLong(point < 0 ? text : text.substring(0, point)));
        if (whole < 0 || whole >= MAX_MICROS) {
            throw new NumberFormatException("too large");
        }
        long nanos = whole * 1000 + Long.parseLong((fraction + "000").substring(0, 3));
        return text.startsWith("-") ? -nanos : nanos;
    }
}
