package dev.puce.trace.opensc;

import java.util.Optional;
import java.util.regex.Pattern;

/// The start of a line of OpenSC's log, in the layouts of 0.12 to 0.26:
/// `P:69; T:0x139705559619648 10:04:47.989 [opensc-tool] reader-pcsc.c:326:pcsc_transmit: `.
///
/// @param process process id; empty if the log has none
/// @param thread  thread as the log writes it
/// @param time    hours, minutes and seconds
/// @param millis  digits after the second
/// @param app     name that the program gave to OpenSC; some lines of Windows lack it
/// @param text    the message
record OpenScStamp(String process, String thread, String time, String millis, String app, String text) {
    private static final Pattern STAMP = Pattern.compile("^(?:P:(\\d{1,9}); T:(\\w{1,40}) |(0x[0-9a-f]{1,16}) )?"
            + "(?:\\d{4}-\\d\\d-\\d\\d )?(\\d\\d:\\d\\d:\\d\\d)\\.(\\d{1,20}) ?(?:\\[([^]]{1,80})] )?"
            + "(?:\\S{1,200}\\.[a-z]{1,3}:\\d+:\\w+: ?)?(.*)$");

    static Optional<OpenScStamp> of(String line) {
        var match = STAMP.matcher(line);
        if (!match.matches()) {
            return Optional.empty();
        }
        String thread = match.group(2) == null ? orEmpty(match.group(3)) : match.group(2);
        return Optional.of(new OpenScStamp(
                orEmpty(match.group(1)),
                thread,
                match.group(4),
                match.group(5),
                orEmpty(match.group(6)),
                match.group(7).strip()));
    }

    private static String orEmpty(String text) {
        return text == null ? "" : text;
    }
}
