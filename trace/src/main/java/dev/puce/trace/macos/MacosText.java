package dev.puce.trace.macos;

import dev.puce.trace.source.TimeOfDay;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads the text styles of the unified log, in which an entry starts on a line of its own.
final class MacosText {
    private static final String DATE = "(?<date>\\d{4}-\\d\\d-\\d\\d)";
    private static final String TIME = "(?<time>\\d\\d:\\d\\d:\\d\\d)";

    private static final Pattern DEFAULT = Pattern.compile("^" + DATE + " " + TIME
            + "\\.(?<fraction>\\d{1,9})(?<zone>[+-]\\d{4}) 0x(?<thread>[0-9a-f]{1,16}) +"
            + "(?:Default|Info|Debug|Error|Fault|Activity) +0x(?<activity>[0-9a-f]{1,16}) +(?<pid>\\d{1,9}) +"
            + "(?:\\d+ +)?(?<process>[^:]{1,100}): (?<rest>.*)$");
    private static final Pattern COMPACT = Pattern.compile("^" + DATE + " " + TIME
            + "\\.(?<fraction>\\d{3}) (?:Df|Db|I |E |Er|F |Fa|A ) ?"
            + "(?<process>.{1,100}?)\\[(?<pid>\\d{1,9}):(?<thread>[0-9a-f]{1,16})] (?<rest>.*)$");
    private static final Pattern SYSLOG = Pattern.compile(
            "^" + DATE + " " + TIME
                    + "\\.(?<fraction>\\d{1,9})(?<zone>[+-]\\d{4}) +\\S+ (?<process>.{1,100}?)\\[(?<pid>\\d{1,9})]: (?<rest>.*)$");
    private static final Pattern CONSOLE = Pattern.compile("^(?:default|info|debug|error|fault)\\t(?:" + DATE + " )?"
            + TIME + "(?:\\.(?<fraction>\\d{1,9}))? ?(?<zone>[+-]\\d{4})?\\t(?<process>[^\\t]{1,100})\\t(?<rest>.*)$");
    private static final Pattern OLD = Pattern.compile("^\\w{3} [ \\d]\\d " + TIME
            + " \\S+ (?<process>com\\.apple\\.[\\w.]{1,80})\\[(?<pid>\\d{1,9})](?: <\\w+>)?: (?<rest>.*)$");

    /// Image, with `--source` image and function, then subsystem and category: a dot between the two up to 10.13.
    private static final Pattern REST = Pattern.compile(
            "^(?:\\([^)]*\\) )?(?:(?:<[^>]*> )?" + "\\[[\\w.-]+[:.](?<category>[\\w-]+)] )?(?<message>.*)$");

    private final TimeOfDay clock = new TimeOfDay();

    /// Whether a line starts an entry.
    static boolean startsEntry(String line) {
        return !line.isEmpty() && match(line).isPresent();
    }

    private static Optional<Matcher> match(String line) {
        char first = line.charAt(0);
        if (first >= '0' && first <= '9') {
            for (Pattern pattern : new Pattern[] {DEFAULT, COMPACT, SYSLOG}) {
                var match = pattern.matcher(line);
                if (match.matches()) {
                    return Optional.of(match);
                }
            }
            return Optional.empty();
        }
        var match = (line.indexOf('\t') > 0 ? CONSOLE : OLD).matcher(line);
        return match.matches() ? Optional.of(match) : Optional.empty();
    }

    /// The entry that starts on the line.
    Optional<MacosEntry> entry(String line) {
        var found = line.isEmpty() ? Optional.<Matcher>empty() : match(line);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        var match = found.get();
        String date = group(match, "date");
        String zone = group(match, "zone");
        long fraction = MacosTime.fraction(group(match, "fraction"));
        long nanos;
        if (date.isEmpty()) {
            nanos = clock.nanos(match.group("time"), fraction);
        } else {
            var absolute = MacosTime.nanos(date, match.group("time"), zone);
            if (absolute.isEmpty()) {
                return Optional.empty();
            }
            nanos = absolute.get() + fraction;
        }
        var rest = REST.matcher(match.group("rest"));
        if (!rest.matches()) {
            return Optional.empty();
        }
        String pid = group(match, "pid");
        String activity = group(match, "activity");
        return Optional.of(new MacosEntry(
                nanos,
                !date.isEmpty() && !zone.isEmpty(),
                match.group("process").strip(),
                pid.isEmpty() ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(pid)),
                OptionalInt.empty(),
                group(match, "thread"),
                activity.isEmpty() ? 0 : Long.parseUnsignedLong(activity, 16),
                group(rest, "category"),
                rest.group("message")));
    }

    /// A group that a pattern may lack.
    private static String group(Matcher match, String name) {
        if (!match.namedGroups().containsKey(name)) {
            return "";
        }
        String text = match.group(name);
        return text == null ? "" : text;
    }
}
