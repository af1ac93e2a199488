package dev.puce.trace.apdu4j;

import dev.puce.pcsc.TracedCall;
import java.util.regex.Pattern;

/// Durations as apdu4j prints them: `13ms`, `1.35ms`, `1s20ms`.
final class ApduDuration {
    private static final Pattern DURATION = Pattern.compile("^(?:(\\d{1,6})s)?(?:(\\d{1,9}(?:\\.\\d{1,6})?)ms)?$");

    private ApduDuration() {}

    /// Nanoseconds; [TracedCall#UNKNOWN_NANOS] if there is no duration.
    static long nanos(String text) {
        if (text == null || text.isEmpty()) {
            return TracedCall.UNKNOWN_NANOS;
        }
        var match = DURATION.matcher(text);
        if (!match.matches()) {
            return TracedCall.UNKNOWN_NANOS;
        }
        long nanos = match.group(1) == null ? 0 : Long.parseLong(match.group(1)) * 1_000_000_000L;
        return match.group(2) == null ? nanos : nanos + Math.round(Double.parseDouble(match.group(2)) * 1e6);
    }
}
