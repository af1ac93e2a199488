package dev.puce.trace.source;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// The text in front of the lines of a log that someone has quoted, indented, or passed through another logger.
///
/// @param quotes   number of quote marks (`>`) of a mail
/// @param indent   white space of a code block or a list
/// @param logger   text that another logger has put in front: a time, a host, a name
public record Margin(int quotes, String indent, Optional<Pattern> logger) {
    /// No margin: lines begin with the log.
    public static final Margin NONE = new Margin(0, "", Optional.empty());

    /// Most quote marks that are removed.
    public static final int MOST_QUOTES = 3;

    private static final int LONGEST_PREFIX = 200;

    /// Prefixes of journald, syslog, `docker logs -t`, docker compose, logcat, `ts` and `grep -n`.
    private static final Pattern LOGGER = Pattern.compile("^(?:"
            + "(?:\\[?\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d:\\d\\d(?:[.,]\\d{1,9})?(?:Z| ?[+-]\\d\\d:?\\d\\d)?]?:? "
            + "|[A-Z][a-z]{2} [ \\d]\\d (?:\\d{4} )?\\d\\d:\\d\\d:\\d\\d(?:\\.\\d{1,9})? )"
            + "(?:(?:[\\w.-]+ )?[\\w.@/-]+\\[\\d{1,9}]:(?: |$))?"
            + "|\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{3} +\\d{1,9} +\\d{1,9} [VDIWEF] [^:]{1,60}: "
            + "|[\\w.-]{1,60} +\\|(?: |$)"
            + "|\\d{1,9}: ?)");

    /// The margin with more white space.
    public Margin indented(String more) {
        return new Margin(quotes, indent + more, logger);
    }

    /// The margin with the prefix of a well-known logger.
    public Margin logged() {
        return new Margin(quotes, indent, Optional.of(LOGGER));
    }

    /// Margins that are a prefix of most lines, the narrowest first.
    public static List<Margin> prefixes(List<String> lines) {
        return LoggerPrefix.candidates(lines).stream()
                .map(prefix -> new Margin(0, "", Optional.of(prefix)))
                .toList();
    }

    /// The white space that a part of the lines has in front, at least one in forty; the shortest if there are
    /// several. Empty if there is none.
    public static String indent(List<String> lines) {
        Map<String, Integer> counts = new HashMap<>();
        int all = 0;
        for (String line : lines) {
            int length = line.length() - line.stripLeading().length();
            if (length < line.length()) {
                all++;
                counts.merge(line.substring(0, length), 1, Integer::sum);
            }
        }
        int least = Math.max(2, all / 40);
        return counts.entrySet().stream()
                .filter(entry -> !entry.getKey().isEmpty() && entry.getValue() >= least)
                .map(Map.Entry::getKey)
                .min((one, other) -> Integer.compare(one.length(), other.length()))
                .orElse("");
    }

    /// The position behind the margin of a line, as far as the line has it.
    int end(byte[] line, int from, int to) {
        int at = from;
        for (int i = 0; i < quotes && at < to && line[at] == '>'; i++) {
            at++;
            at += at < to && line[at] == ' ' ? 1 : 0;
        }
        if (!indent.isEmpty() && startsWithIndent(line, at, to)) {
            at += indent.length();
        }
        if (logger.isPresent()) {
            // One character for each byte.
            var start = new String(line, at, Math.min(to - at, LONGEST_PREFIX), StandardCharsets.ISO_8859_1);
            var prefix = logger.get().matcher(start);
            at += prefix.find() ? prefix.end() : 0;
        }
        return at;
    }

    private boolean startsWithIndent(byte[] line, int at, int to) {
        if (to - at < indent.length()) {
            return false;
        }
        for (int i = 0; i < indent.length(); i++) {
            if (line[at + i] != indent.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
