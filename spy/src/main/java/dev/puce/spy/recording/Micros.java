package dev.puce.spy.recording;

/// Times of a recording: microseconds, with up to three digits of nanoseconds behind the point.
final class Micros {
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
    /// @throws NumberFormatException if it is no number without exponent
    static long parse(String text) {
        int point = text.indexOf('.');
        if (point < 0) {
            return Math.multiplyExact(Long.parseLong(text), 1000L);
        }
        String fraction = (text.substring(point + 1) + "000").substring(0, 3);
        long nanos = Math.multiplyExact(Math.abs(Long.parseLong(text.substring(0, point))), 1000L)
                + Long.parseLong(fraction);
        return text.startsWith("-") ? -nanos : nanos;
    }
}
