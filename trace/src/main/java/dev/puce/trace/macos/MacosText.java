package dev.puce.trace.macos;

import dev.puce.trace.source.TimeOfDay;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads the text styles of the unified log, in which an entry starts on a line of its own.
final class MacosText {
    private static final String DATE = "(?<date>\\d{4}-\\d\\d-\\d\\d)";
    private static final String TIME = "(?<time>\\d\\d:\\d\\d:\\d\\d)";

    /// A pattern and the names of its groups, which [Pattern#namedGroups] copies at each call.
    private record Style(Pattern pattern, Set<String> groups) {
        Style(String expression) {
            this(Pattern.compile(expression));
        }

        Style(Pattern pattern) {
            this(pattern, pattern.namedGroups().keySet());
        }
    }

    private static final Style DEFAULT = new Style("^" + DATE + " " + TIME
            + "\\.(?<fraction>\\d{1,9})(?<zone>[+-]\\d{4}) 0x(?<thread>[0-9a-f]{1,16}) +"
            + "(?:Default|Info|Debug|Error|Fault|Activity) +0x(?<activity>[0-9a-f]{1,16}) +(?<pid>\\d{1,9}) +"
            + "(?:\\d+ +)?(?<process>[^:]{1,100}): (?<rest>.*)$");
    private static final Style COMPACT = new Style("^" + DATE + " " + TIME
            + "\\.(?<fraction>\\d{3}) (?:Df|Db|I |E |Er|F |Fa|A ) ?"
            + "(?<process>.{1,100}?)\\[(?<pid>\\d{1,9}):(?<thread>[0-9a-f]{1,16})] (?<rest>.*)$");
    private static final Style SYSLOG = new Style(
            "^" + DATE + " " + TIME
                    + "\\.(?<fraction>\\d{1,9})(?<zone>[+-]\\d{4}) +\\S+ (?<process>.{1,100}?)\\[(?<pid>\\d{1,9})]: (?<rest>.*)$");
    private static final String CONSOLE_TYPE = "^(?i:default|info|debug|error|fault)";
    private static final Style CONSOLE = new Style(CONSOLE_TYPE + "\\t(?:" + DATE + " )?" + TIME
            + "(?:\\.(?<fraction>\\d{1,9}))? ?(?<zone>[+-]\\d{4})?\\t(?<process>[^\\t]{1,100})\\t(?<rest>.*)$");

    /// A copy whose tabs have become spaces.
    private static final Style SPACED = new Style(CONSOLE_TYPE + " +(?:" + DATE + " )?" + TIME
            + "\\.(?<fraction>\\d{1,9}) ?(?<zone>[+-]\\d{4}) +(?<process>\\S{1,100}) +(?<rest>.*)$");
    private static final Style OLD = new Style("^\\w{3} [ \\d]\\d " + TIME
            + " \\S+ (?<process>com\\.apple\\.[\\w.]{1,80})\\[(?<pid>\\d{1,9})](?: <\\w+>)?: (?<rest>.*)$");

    private static final List<Style> DATED = List.of(DEFAULT, COMPACT, SYSLOG);

    /// Image, with `--source` image and function, then subsystem and category: a dot between the two up to 10.13.
    private static final Pattern REST = Pattern.compile(
            "^(?:\\([^)]*\\) )?(?:(?:<[^>]*> )?" + "\\[[\\w.-]+[:.](?<category>[\\w-]+)] )?(?<message>.*)$");

    private final TimeOfDay clock = new TimeOfDay();

    /// Whether a line starts an entry.
    static boolean startsEntry(String line) {
        return !line.isEmpty() && match(line).isPresent();
    }

    /// A line that starts an entry.
    private record Match(Style style, Matcher matcher) {
        static Optional<Match> of(Style style, String line) {
            var matcher = style.pattern.matcher(line);
            return matcher.matches() ? Optional.of(new Match(style, matcher)) : Optional.empty();
        }

        /// A group that the style may lack.
        String group(String name) {
            String text = style.groups.contains(name) ? matcher.group(name) : null;
            return text == null ? "" : text;
        }
    }

    private static Optional<Match> match(String line) {
        char first = line.charAt(0);
        if (first < '0' || first > '9') {
            var console = Match.of(line.indexOf('\t') > 0 ? CONSOLE : SPACED, line);
            return console.isPresent() ? console : Match.of(OLD, line);
        }
        for (Style style : DATED) {
            var match = Match.of(style, line);
            if (match.isPresent()) {
                return match;
            }
        }
        return Optional.empty();
    }

    /// The entry that starts on the line.
    Optional<MacosEntry> entry(String line) {
        var found = line.isEmpty() ? Optional.<Match>empty() : match(line);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        var match = found.get();
        String date = match.group("date");
        String zone = match.group("zone");
        long fraction = MacosTime.fraction(match.group("fraction"));
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
        String category = rest.group("category");
        String pid = match.group("pid");
        String activity = match.group("activity");
        return Optional.of(new MacosEntry(
                nanos,
                !date.isEmpty() && !zone.isEmpty(),
                match.group("process").strip(),
                pid.isEmpty() ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(pid)),
                OptionalInt.empty(),
                match.group("thread"),
                activity.isEmpty() ? 0 : Long.parseUnsignedLong(activity, 16),
                category == null ? "" : category,
                rest.group("message")));
    }
}
