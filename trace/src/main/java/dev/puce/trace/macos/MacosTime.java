package dev.puce.trace.macos;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Optional;

/// Times of the unified log: `2026-04-08`, `20:30:20.141623`, `+0200`.
final class MacosTime {
    private static final long SECOND = 1_000_000_000L;

    private MacosTime() {}

    /// Nanoseconds since 1970, without a zone as if it were UTC; empty if the text is not a time.
    ///
    /// @param date ten characters
    /// @param time eight characters
    /// @param zone `+0200`; empty if the log has none
    static Optional<Long> nanos(String date, String time, String zone) {
        int hour = number(time, 0, 2);
        int minute = number(time, 3, 5);
        int second = number(time, 6, 8);
        int offset = zone.isEmpty() ? 0 : offset(zone);
        if (hour < 0
                || hour > 23
                || minute < 0
                || minute > 59
                || second < 0
                || second > 60
                || offset == Integer.MIN_VALUE) {
            return Optional.empty();
        }
        try {
            long day = LocalDate.of(number(date, 0, 4), number(date, 5, 7), number(date, 8, 10))
                    .toEpochDay();
            return Optional.of((day * 86_400 + (hour * 60L + minute) * 60 + second - offset) * SECOND);
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    /// Seconds to subtract; [Integer#MIN_VALUE] if the text is not an offset.
    private static int offset(String zone) {
        int hours = number(zone, 1, 3);
        int minutes = number(zone, 3, 5);
        if (zone.length() != 5 || hours < 0 || minutes < 0) {
            return Integer.MIN_VALUE;
        }
        int seconds = (hours * 60 + minutes) * 60;
        return zone.charAt(0) == '-' ? -seconds : seconds;
    }

    /// The number in a part of the text; -1 if it is not one.
    private static int number(String text, int from, int to) {
        int value = 0;
        for (int at = from; at < to; at++) {
            int digit = at < text.length() ? text.charAt(at) - '0' : -1;
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value;
    }

    /// Nanoseconds after the second: `034` is 34 ms.
    static long fraction(String digits) {
        long nanos = 0;
        for (int at = 0; at < 9; at++) {
            nanos = nanos * 10 + (at < digits.length() ? digits.charAt(at) - '0' : 0);
        }
        return nanos;
    }
}
