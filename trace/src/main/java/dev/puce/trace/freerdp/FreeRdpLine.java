package dev.puce.trace.freerdp;

import java.util.Optional;
import java.util.regex.Pattern;

/// A line of FreeRDP's log: `[10:47:05:571] [1512:1523] [DEBUG][com.freerdp.channels.smartcard.client] - text`.
///
/// @param time    hours, minutes and seconds
/// @param millis  milliseconds
/// @param process process id in decimal, or hex in some builds
/// @param thread  thread id
/// @param text    the message, without the name of FreeRDP's function that 3.x puts in front
record FreeRdpLine(String time, int millis, String process, String thread, String text) {
    private static final Pattern LINE =
            Pattern.compile("^\\[(\\d\\d:\\d\\d:\\d\\d):(\\d{3})] \\[(\\w{1,16}):(\\w{1,16})] ?\\[\\w+ *] ?"
                    + "\\[com\\.freerdp\\.[\\w.]*(?:smartcard|scard)[\\w.]*] - (?:\\[\\w+]: ?)?(.*)$");

    static Optional<FreeRdpLine> of(String line) {
        var match = LINE.matcher(line);
        return match.matches()
                ? Optional.of(new FreeRdpLine(
                        match.group(1),
                        Integer.parseInt(match.group(2)),
                        match.group(3),
                        match.group(4),
                        match.group(5).strip()))
                : Optional.empty();
    }
}
