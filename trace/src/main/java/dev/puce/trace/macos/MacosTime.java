package dev.puce.trace.macos;

import dev.puce.pcsc.TracedCall;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Optional;

/// Times of the unified log: `2026-04-08`, `20:30:20.141623`, `+0200`.
final class MacosTime {
    private static final long SECOND = 1_000_000_000L;

    private MacosTime() {}

    /// Nanoseconds since 1970, without a zone as if it were UTC; empty if the text is not a time.
    ///
    /// @param zone `+0200`; empty if the log has none
    static Optional<Long> nanos(String date, String time, String zone) {
        try {
            long seconds = LocalDate.parse(date).toEpochDay() * 86_400;
            long offset = zone.isEmpty() ? 0 : ZoneOffset.of(zone).getTotalSeconds();
            return Optional.of(
                    (seconds - offset) * SECOND + LocalTime.parse(time).toNanoOfDay());
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    /// Nanoseconds after the second: `034` is 34 ms.
    static long fraction(String digits) {
        return digits.isEmpty() ? 0 : Long.parseLong((digits + "000000000").substring(0, 9));
    }

    static boolean isKnown(long nanos) {
        return nanos != TracedCall.UNKNOWN_NANOS;
    }
}
