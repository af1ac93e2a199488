package dev.puce.atr.list;

import dev.puce.iso7816.Bytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/// A list of cards and their ATRs, in the format of pcsc-tools' `smartcard_list.txt`.
///
/// A line is empty, a comment (`#`), a description (it starts with a TAB and belongs to the entry above), or a
/// pattern. Patterns are Perl regular expressions. They are matched against the whole ATR in upper-case hex pairs
/// with single spaces; case is ignored. A repeated pattern keeps its first position and gets the descriptions of
/// both. Immutable and thread-safe.
public final class CardList {
    private static final Pattern ATR_START = Pattern.compile("3[bf][0-9a-f. :]*");

    private final List<CardListEntry> entries;
    private final List<AtrPattern> patterns;
    private final AtrIndex index;

    private CardList(List<CardListEntry> entries) {
        this.entries = List.copyOf(entries);
        this.patterns = entries.stream()
                .map(entry -> AtrPattern.compile(entry.pattern()))
                .toList();
        this.index = new AtrIndex(patterns);
    }

    /// Reads a list from a file in UTF-8. Malformed bytes become the replacement character.
    ///
    /// @throws IOException if the file cannot be read
    public static CardList load(Path file) throws IOException {
        return parse(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
    }

    /// Parses a list. Any text is accepted.
    public static CardList parse(String text) {
        var entries = new ArrayList<CardListEntry>();
        Map<String, Integer> places = new HashMap<>();
        String pattern = null;
        int patternLine = 0;
        var descriptions = new ArrayList<String>();
        int line = 1;
        int start = text.startsWith("\uFEFF") ? 1 : 0; // a byte order mark, as written by Windows editors
        for (int at = start; at < text.length(); line++) {
            int newline = text.indexOf('\n', at);
            int next = newline < 0 ? text.length() : newline;
            int end = next > at && text.charAt(next - 1) == '\r' ? next - 1 : next;
            if (end > at) {
                char first = text.charAt(at);
                if (first == '\t') {
                    descriptions.add(text.substring(at, end).strip());
                } else if (first != '#') {
                    add(entries, places, pattern, patternLine, descriptions);
                    pattern = text.substring(at, end).strip();
                    patternLine = line;
                    descriptions.clear();
                }
            }
            at = next + 1;
        }
        add(entries, places, pattern, patternLine, descriptions);
        return new CardList(entries);
    }

    private static void add(
            List<CardListEntry> entries,
            Map<String, Integer> places,
            String pattern,
            int line,
            List<String> descriptions) {
        if (pattern == null || pattern.isEmpty()) {
            return;
        }
        Integer place = places.putIfAbsent(pattern, entries.size());
        if (place == null) {
            entries.add(new CardListEntry(line, pattern, descriptions));
        } else {
            CardListEntry first = entries.get(place);
            var both = new ArrayList<>(first.descriptions());
            both.addAll(descriptions);
            entries.set(place, new CardListEntry(first.line(), pattern, both));
        }
    }

    /// Encodes the list as a [PreparedIndex].
    byte[] prepare(PreparedIndex.Identity identity) {
        return PreparedIndex.encode(identity, entries, patterns);
    }

    /// Returns all entries, in file order.
    public List<CardListEntry> entries() {
        return entries;
    }

    /// Returns the entries whose pattern matches the ATR, in file order.
    public List<CardListEntry> identify(Bytes atr) {
        return identify(atr.toArray());
    }

    /// Returns the entries whose pattern matches the ATR, in file order.
    public List<CardListEntry> identify(byte[] atr) {
        AtrIndex.Matches matches = index.find(atr);
        return switch (matches.count()) {
            case 0 -> List.of();
            case 1 -> List.of(entries.get(matches.get(0)));
            default -> {
                var found = new ArrayList<CardListEntry>(matches.count());
                for (int i = 0; i < matches.count(); i++) {
                    found.add(entries.get(matches.get(i)));
                }
                yield List.copyOf(found);
            }
        };
    }

    /// Returns the entries of the same length that differ from the ATR in at most that many characters. The most
    /// similar entries come first, then file order applies. Patterns of variable width have no near misses.
    public List<NearMiss> nearMisses(Bytes atr, int maxDifferences) {
        var found = new ArrayList<NearMiss>();
        for (int i = 0; i < patterns.size(); i++) {
            List<Integer> differences = switch (patterns.get(i)) {
                case AtrPattern.Literal literal -> differences(atr, literal.bytes(), maxDifferences);
                case AtrPattern.FixedWidth fixed -> differences(atr, fixed, maxDifferences);
                case AtrPattern.Expression _, AtrPattern.Invalid _ -> List.of();
            };
            if (!differences.isEmpty() && differences.size() <= maxDifferences) {
                found.add(new NearMiss(entries.get(i), differences));
            }
        }
        found.sort(Comparator.comparingInt(miss -> miss.differences().size()));
        return List.copyOf(found);
    }

    private static List<Integer> differences(Bytes atr, byte[] literal, int max) {
        var places = new ArrayList<Integer>();
        for (int i = 0; atr.length() == literal.length && i < literal.length && places.size() <= max; i++) {
            if (atr.get(i) != (literal[i] & 0xFF)) {
                places.add(i);
            }
        }
        return places;
    }

    private static List<Integer> differences(Bytes atr, AtrPattern.FixedWidth fixed, int max) {
        int length = fixed.mask().length;
        var places = new ArrayList<Integer>();
        for (int i = 0; atr.length() == length && i < length && places.size() <= max; i++) {
            if (!fixed.allows(i, atr.get(i))) {
                places.add(i);
            }
        }
        return places;
    }

    /// Returns the entries whose pattern or descriptions contain all the words, in file order. Case is ignored.
    /// The start of an ATR may have any or no separators between its bytes.
    public List<CardListEntry> search(List<String> words) {
        List<String> lower = words.stream()
                .map(word -> word.toLowerCase(Locale.ROOT))
                .map(word -> ATR_START.matcher(word).matches() ? spaced(word) : word)
                .toList();
        return entries.stream()
                .filter(entry -> {
                    String text =
                            (entry.pattern() + "\n" + String.join("\n", entry.descriptions())).toLowerCase(Locale.ROOT);
                    return lower.stream().allMatch(text::contains);
                })
                .toList();
    }

    private static String spaced(String hex) {
        return hex.replaceAll("[ :]", "").replaceAll("..(?=.)", "$0 ");
    }

    /// Describes the patterns that are not valid regular expressions, with line and error. They match nothing.
    public List<String> problems() {
        var problems = new ArrayList<String>();
        for (int i = 0; i < patterns.size(); i++) {
            if (patterns.get(i) instanceof AtrPattern.Invalid(String problem)) {
                problems.add("line %d: \"%s\" is not a regular expression: %s"
                        .formatted(entries.get(i).line(), entries.get(i).pattern(), problem));
            }
        }
        return List.copyOf(problems);
    }
}
