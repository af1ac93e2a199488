package dev.puce.trace.source;

import dev.puce.pcsc.TracedCall;

/// Reads the times of day in a log without dates.
///
/// A time that is more than twelve hours before the latest one is on the next day. A smaller step back is disorder.
public final class TimeOfDay {
    private static final long SECOND = 1_000_000_000L;
    private static final long HALF_DAY = 12 * 3600 * SECOND;

    /// A day, in nanoseconds.
    static final long DAY_NANOS = 2 * HALF_DAY;

    private long day;
    private long latest;
    private boolean isUsed;
    private boolean isCoarse;

    /// No time has been read yet.
    public TimeOfDay() {}

    /// The time of a log that writes seconds only.
    ///
    /// @see #nanos(String, long)
    public long nanos(String time) {
        isCoarse = true;
        return nanos(time, 0);
    }

    /// Nanoseconds since the midnight before the first time; [TracedCall#UNKNOWN_NANOS] if the text is not a time.
    ///
    /// @param time          hours, minutes and seconds: `10:04:47`
    /// @param fractionNanos nanoseconds after the second
    public long nanos(String time, long fractionNanos) {
        if (time.length() != 8) {
            return TracedCall.UNKNOWN_NANOS;
        }
        int hours = number(time, 0);
        int minutes = number(time, 3);
        int seconds = number(time, 6);
        if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59 || seconds < 0 || seconds > 60) {
            return TracedCall.UNKNOWN_NANOS;
        }
        long nanos = day + (hours * 3600 + minutes * 60 + seconds) * SECOND + fractionNanos;
        if (nanos < latest - HALF_DAY) {
            day += DAY_NANOS;
            nanos += DAY_NANOS;
        }
        latest = nanos;
        isUsed = true;
        return nanos;
    }

    /// Whether the times have seconds only, so that they show no durations.
    boolean isCoarse() {
        return isCoarse;
    }

    /// Whether it has read a time.
    boolean isUsed() {
        return isUsed;
    }

    private static int number(String time, int at) {
        int tens = time.charAt(at) - '0';
        int ones = time.charAt(at + 1) - '0';
        return tens < 0 || tens > 9 || ones < 0 || ones > 9 ? -1 : tens * 10 + ones;
    }
}
