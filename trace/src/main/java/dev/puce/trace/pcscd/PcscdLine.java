package dev.puce.trace.pcscd;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/// A line of pcscd's log: `00000004 [thread] winscard.c:1596:SCardTransmit() Send Protocol: T=0`.
///
/// @param deltaMicros microseconds since the line before; syslog lines lack them
/// @param thread      the daemon's thread, if the log has it (with colours only)
/// @param function    name of the daemon's function; empty for APDUs and buffers
/// @param text        the message
record PcscdLine(OptionalLong deltaMicros, String thread, String function, String text) {
    private static final String DATA =
            "APDU: |SW: |SW:$|Card ATR: |TxBuffer |RxBuffer |Control TxBuffer: |Control RxBuffer: ";

    /// Journald and syslog put date, host and `pcscd[pid]: ` in front. Without `--foreground`, there are no deltas.
    private static final Pattern LINE = Pattern.compile("^(?:.{0,120}?\\bpcscd(?:\\[\\d+])?: )?"
            + "(?:(\\d{8}) )?(?:\\[(\\d+)] )?"
            + "(?:(?:\\.\\./src/|\\S*/)?([\\w.-]+\\.[cl]):\\d+:(\\w+)\\(\\) ?|(?=" + DATA + "))(.*)$");

    /// Source files of pcscd. Drivers have others, and their lines are in the log too.
    private static final Pattern DAEMON_FILE = Pattern.compile(
            "winscard\\.c|winscard_svc\\.c|winscard_msg_srv\\.c|eventhandler\\.c|ifdwrapper\\.c|readerfactory\\.c"
                    + "|prothandler\\.c|pcscdaemon\\.c|debuglog\\.c|atrhandler\\.c|hotplug_\\w+\\.c|configfile\\.l"
                    + "|auth\\.c|sys_unix\\.c|utils\\.c|simclist\\.c|ifdhandler\\.c|ccid_usb\\.c|commands\\.c");

    /// The line with more text at its end.
    PcscdLine plus(String more) {
        return new PcscdLine(deltaMicros, thread, function, text + " " + more.strip());
    }

    static Optional<PcscdLine> of(String line) {
        if (line.indexOf("() ") < 0 && line.indexOf(": ") < 0 && line.indexOf("xBuffer ") < 0 && !line.endsWith(":")) {
            return Optional.empty();
        }
        var match = LINE.matcher(line);
        if (!match.matches()) {
            return Optional.empty();
        }
        boolean timed = match.group(1) != null;
        String file = match.group(3);
        boolean isDaemons = file == null || DAEMON_FILE.matcher(file).matches();
        if (!timed && !(isDaemons && line.contains("pcscd"))) {
            return Optional.empty();
        }
        return Optional.of(new PcscdLine(
                timed ? OptionalLong.of(Long.parseLong(match.group(1))) : OptionalLong.empty(),
                match.group(2) == null ? "" : match.group(2),
                match.group(4) == null ? "" : match.group(4),
                match.group(5)));
    }
}
