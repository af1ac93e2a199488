package dev.puce.trace.macos;

import dev.puce.pcsc.TracedCall;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Optional;

/// Times of the unified log: `2026-04-08`, `20:30:20.141623`, `+0200`.
final class MacosTime {
    private static final long SECOND = 1_000_000_000L;

    private MacosTime() {}

    /// Nanoseconds since 1970, without a zone as if it were UTC; empty if the text is not a time.
    ///
    /// @param date ten characters, digits except for the separators
    /// @param time eight characters, the same
    /// @param zone `+0200`; empty if the log has none
    static Optional<Long> nanos(String date, String time, String zone) {
        try {
            long day = LocalDate.of(number(date, 0, 4), number(date, 5, 7), number(date, 8, 10))
                    .toEpochDay();
            int second = LocalTime.of(number(time, 0, 2), number(time, 3, 5), number(time, 6, 8))
                    .toSecondOfDay();
            int offset = zone.isEmpty() ? 0 : (number(zone, 1, 3) * 60 + number(zone, 3, 5)) * 60;
            return Optional.of((day * 86_400 + second - (zone.startsWith("-") ? -offset : offset)) * SECOND);
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    private static int number(String digits, int from, int to) {
        return Integer.parseInt(digits, from, to, 10);
    }

    /// Nanoseconds after the second: `034` is 34 ms.
    static long fraction(String digits) {
        return digits.isEmpty() ? 0 : Long.parseLong((digits + "000000000").substring(0, 9));
    }

    static boolean isKnown(long nanos) {
        return nanos != TracedCall.UNKNOWN_NANOS;
    }
}
