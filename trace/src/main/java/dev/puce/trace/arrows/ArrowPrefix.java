package dev.puce.trace.arrows;

import dev.puce.pcsc.Caller;
import dev.puce.pcsc.Provenance;
import dev.puce.pcsc.TracedCall;
import dev.puce.trace.source.Origin;
import dev.puce.trace.source.TimeOfDay;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/// Reads the time, the process and the thread in front of a direction mark.
final class ArrowPrefix {
    private static final Pattern TIME = Pattern.compile("\\b(\\d\\d:\\d\\d:\\d\\d)(?:[.,:](\\d{1,9}))?");

    /// Android: `05-12 10:15:01.220  4321  4388 D Tag: `, or `D/Tag( 4321): `.
    private static final Pattern LOGCAT =
            Pattern.compile("^\\d\\d-\\d\\d [\\d:.]+ +(?<pid>\\d{1,9}) +(?<thread>\\d{1,9}) [VDIWEF] "
                    + "|\\b[VDIWEF]/[^(]{1,60}\\( *(?<only>\\d{1,9})\\): ");

    private final TimeOfDay clock;

    ArrowPrefix(TimeOfDay clock) {
        this.clock = clock;
    }

    /// Nanoseconds since some moment; [TracedCall#UNKNOWN_NANOS] without a time.
    long nanos(String prefix) {
        var time = TIME.matcher(prefix);
        if (prefix.indexOf(':') < 0 || !time.find()) {
            return TracedCall.UNKNOWN_NANOS;
        }
        return time.group(2) == null ? clock.nanos(time.group(1)) : clock.nanos(time.group(1), fraction(time.group(2)));
    }

    /// Up to three digits are milliseconds, even without zeros in front, as ykman 5 prints them.
    private static long fraction(String digits) {
        return digits.length() <= 3
                ? Long.parseLong(digits) * 1_000_000
                : Long.parseLong((digits + "00000").substring(0, 9));
    }

    /// The origin of the line at a reader; the empty string if it is unknown.
    static Origin origin(String prefix, String reader) {
        var logcat = LOGCAT.matcher(prefix);
        var provenance = reader.isEmpty() ? Provenance.DIRECT : Provenance.ofReader(reader);
        if (!logcat.find()) {
            return new Origin("", Caller.UNKNOWN, provenance);
        }
        String pid = logcat.group("pid") == null ? logcat.group("only") : logcat.group("pid");
        var caller =
                Caller.inLog("", OptionalInt.of(Integer.parseInt(pid)), Optional.ofNullable(logcat.group("thread")));
        return new Origin(caller, caller, provenance);
    }
}
