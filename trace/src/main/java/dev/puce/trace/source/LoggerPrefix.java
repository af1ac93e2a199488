package dev.puce.trace.source;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Finds out what any logger may have put in front of the lines of a log: the shape that most lines begin with.
///
/// `2026-11-28 10:07:28 [main] ` has the shape: word, hyphen, word, hyphen, word, spaces, and so on. It may go too far,
/// because lines of the log have a common shape, too. So each shorter shape is a candidate.
public final class LoggerPrefix {
    private static final int MOST_LINES = 200;
    private static final int MOST_TOKENS = 60;
    private static final int MOST_SPACES = 8;
    private static final String WORD = "[\\w\\x80-\\uFFFF]+";

    /// A word, spaces, or one other character.
    private static final Pattern TOKEN = Pattern.compile("(" + WORD + ")|( +)|[^ ]");

    private final List<String> sample;

    private LoggerPrefix(List<String> sample) {
        this.sample = sample;
    }

    /// The candidates, the shortest first. Each matches the start of four lines in five. JSON has none.
    static List<Pattern> candidates(List<String> lines) {
        var sample = lines.stream()
                .filter(line -> !line.isBlank())
                .limit(MOST_LINES)
                .map(line -> new String(line.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1))
                .sorted(Comparator.comparingInt(String::length))
                .toList();
        if (sample.isEmpty() || sample.getLast().startsWith("{")) {
            return List.of();
        }
        return new LoggerPrefix(sample).candidates(sample.get(sample.size() * 3 / 4)); // not one of only a prefix
    }

    /// Removes from a line the prefix that an earlier line has had, with other digits and words.
    public static String remove(String prefix, String line) {
        var shape = new StringBuilder(" *"); // numbers of lines are padded
        var tokens = TOKEN.matcher(prefix.stripLeading());
        while (tokens.find()) {
            shape.append(shape(tokens));
        }
        var found = Pattern.compile(shape.toString()).matcher(line);
        return found.lookingAt() ? line.substring(found.end()) : line;
    }

    private static String shape(MatchResult token) {
        if (token.group(1) != null) {
            return WORD;
        }
        return token.group(2) != null ? "(?: +|$)" : Pattern.quote(token.group());
    }

    private List<Pattern> candidates(String line) {
        var candidates = new ArrayList<Pattern>();
        var tokens = TOKEN.matcher(line);
        var shape = new StringBuilder("^");
        for (int count = 0; count < MOST_TOKENS && tokens.find(); count++) {
            if (tokens.group(2) != null) {
                for (int spaces = 1; spaces <= Math.min(tokens.group().length(), MOST_SPACES); spaces++) {
                    // The others indent the log. Empty lines lack them all.
                    candidates.add(Pattern.compile(shape + "(?: {" + spaces + "}|$)"));
                }
            }
            shape.append(shape(tokens));
            if (tokens.group(1) == null && tokens.group(2) == null) { // no prefix ends amid text
                candidates.add(Pattern.compile(shape.toString()));
            }
            if (!fits(Pattern.compile(shape.toString()))) {
                break;
            }
        }
        return candidates.stream().filter(this::fits).toList();
    }

    private boolean fits(Pattern start) {
        return 5 * sample.stream().map(start::matcher).filter(Matcher::find).count() >= 4L * sample.size();
    }
}
