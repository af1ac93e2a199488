package dev.puce.trace.macos;

import dev.puce.trace.source.TimeOfDay;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/// Reads the text styles of the unified log, in which an entry starts on a line of its own.
///
/// The styles with a date are read by [MacosLine], without regular expressions: LogSpeed measures 1.1 million lines in
/// a second instead of 250,000.
final class MacosText {
    private static final String DATE = "(?:(\\d{4}-\\d\\d-\\d\\d) )?";
    private static final String TIME = "(\\d\\d:\\d\\d:\\d\\d)";
    private static final String CONSOLE_TYPE = "^(?i:default|info|debug|error|fault)";

    /// A line copied from Console: date, time, fraction, zone, process, message.
    private static final Pattern CONSOLE = Pattern.compile(
            CONSOLE_TYPE + "\\t" + DATE + TIME + "(?:\\.(\\d{1,9}))? ?([+-]\\d{4})?\\t([^\\t]{1,100})\\t(.*)$");

    /// A copy whose tabs have become spaces.
    private static final Pattern SPACED =
            Pattern.compile(CONSOLE_TYPE + " +" + DATE + TIME + "\\.(\\d{1,9}) ?([+-]\\d{4}) +(\\S{1,100}) +(.*)$");

    /// `system.log` of OS X 10.10 and 10.11: time, process, its id, message.
    private static final Pattern OLD = Pattern.compile(
            "^\\w{3} [ \\d]\\d " + TIME + " \\S+ (com\\.apple\\.[\\w.]{1,80})\\[(\\d{1,9})](?: <\\w+>)?: (.*)$");

    private final TimeOfDay clock = new TimeOfDay();

    /// Whether a line starts an entry.
    static boolean startsEntry(String line) {
        return new MacosText().entry(line).isPresent();
    }

    /// The entry that starts on the line.
    Optional<MacosEntry> entry(String line) {
        if (line.isEmpty()) {
            return Optional.empty();
        }
        char first = line.charAt(0);
        if (first >= '0' && first <= '9') {
            return new MacosLine(line).entry();
        }
        var console = console(line);
        return console.isPresent() ? console : old(line);
    }

    private Optional<MacosEntry> console(String line) {
        var match = (line.indexOf('\t') > 0 ? CONSOLE : SPACED).matcher(line);
        if (!match.matches()) {
            return Optional.empty();
        }
        String date = match.group(1);
        String zone = match.group(4) == null ? "" : match.group(4);
        long fraction = MacosTime.fraction(match.group(3) == null ? "" : match.group(3));
        long nanos;
        if (date == null) {
            nanos = clock.nanos(match.group(2), fraction);
        } else {
            var absolute = MacosTime.nanos(date, match.group(2), zone);
            if (absolute.isEmpty()) {
                return Optional.empty();
            }
            nanos = absolute.get() + fraction;
        }
        boolean isAbsolute = date != null && !zone.isEmpty();
        var message = MacosMessage.of(match.group(6));
        return Optional.of(new MacosEntry(
                nanos,
                isAbsolute,
                match.group(5).strip(),
                OptionalInt.empty(),
                OptionalInt.empty(),
                "",
                0,
                message.category(),
                message.text()));
    }

    private Optional<MacosEntry> old(String line) {
        var match = OLD.matcher(line);
        if (!match.matches()) {
            return Optional.empty();
        }
        var message = MacosMessage.of(match.group(4));
        return Optional.of(new MacosEntry(
                clock.nanos(match.group(1), 0),
                false,
                match.group(2),
                OptionalInt.of(Integer.parseInt(match.group(3))),
                OptionalInt.empty(),
                "",
                0,
                message.category(),
                message.text()));
    }
}
