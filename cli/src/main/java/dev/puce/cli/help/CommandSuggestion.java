package dev.puce.cli.help;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Finds the command that was meant by a word that is not a command: by meaning first, then by spelling.
public final class CommandSuggestion {
    private static final int MOST_EDITS = 2;

    /// Words that people type, and what does it in puce.
    private static final Map<String, List<String>> MEANINGS = Map.ofEntries(
            Map.entry("apdu", List.of("send", "decode")),
            Map.entry("transmit", List.of("send")),
            Map.entry("script", List.of("send -s FILE")),
            Map.entry("scriptor", List.of("send -s FILE")),
            Map.entry("readers", List.of("scan --once")),
            Map.entry("list", List.of("scan --once")),
            Map.entry("cards", List.of("card list", "scan --once")),
            Map.entry("monitor", List.of("scan")),
            Map.entry("watch", List.of("scan", "spy --attach")),
            Map.entry("pcsc_scan", List.of("scan")),
            Map.entry("version", List.of("--version")),
            Map.entry("trace", List.of("spy", "show")),
            Map.entry("record", List.of("spy -o FILE")),
            Map.entry("log", List.of("show")),
            Map.entry("open", List.of("show")),
            Map.entry("cat", List.of("show")),
            Map.entry("attach", List.of("spy --attach")),
            Map.entry("stats", List.of("summary", "atr stats")),
            Map.entry("statistics", List.of("summary", "atr stats")),
            Map.entry("compare", List.of("diff")),
            Map.entry("convert", List.of("export")),
            Map.entry("pcap", List.of("export --to pcapng")),
            Map.entry("wireshark", List.of("export --to pcapng")),
            Map.entry("parse", List.of("decode", "atr")),
            Map.entry("tlv", List.of("decode")),
            Map.entry("check", List.of("doctor", "test")),
            Map.entry("diagnostics", List.of("doctor")),
            Map.entry("pcsctest", List.of("test")),
            Map.entry("simulate", List.of("serve")),
            Map.entry("virtual", List.of("serve", "spy --virtual")),
            Map.entry("server", List.of("serve")),
            Map.entry("sniff", List.of("spy")),
            Map.entry("capture", List.of("spy -o FILE")),
            Map.entry("sw", List.of("decode")),
            Map.entry("status", List.of("doctor", "scan --once")),
            Map.entry("explain", List.of("decode", "atr")),
            Map.entry("identify", List.of("atr", "scan --once")),
            Map.entry("html", List.of("export --to html", "web")),
            Map.entry("csv", List.of("export --to csv")),
            Map.entry("anonymize", List.of("redact --for public")),
            Map.entry("anonymise", List.of("redact --for public")),
            Map.entry("bug", List.of("report")),
            Map.entry("why", List.of("diagnose")),
            Map.entry("insert", List.of("card insert")),
            Map.entry("remove", List.of("card remove")));

    private CommandSuggestion() {}

    /// Returns what was probably meant, in the form `puce send or puce decode`; empty if nothing is near.
    ///
    /// @param word     the word that is not a command
    /// @param commands the names of all commands
    public static Optional<String> of(String word, Collection<String> commands) {
        String typed = word.toLowerCase(Locale.ROOT);
        List<String> meant = meant(typed, commands);
        if (meant.isEmpty()) {
            meant = nearest(typed, commands);
        }
        if (meant.isEmpty()) {
            meant = nearest(typed, MEANINGS.keySet()).stream()
                    .limit(1)
                    .flatMap(meaning -> meant(meaning, commands).stream())
                    .toList();
        }
        return meant.stream().map("puce "::concat).reduce((a, b) -> a + " or " + b);
    }

    private static List<String> meant(String word, Collection<String> commands) {
        return MEANINGS.getOrDefault(word, List.of()).stream()
                .filter(command -> command.startsWith("-") || commands.contains(command.split(" ", 2)[0]))
                .toList();
    }

    private static List<String> nearest(String typed, Collection<String> words) {
        return words.stream()
                .filter(word -> (word.startsWith(typed) && typed.length() > 1)
                        || edits(typed, word) <= Math.min(MOST_EDITS, typed.length() / 2))
                .sorted(Comparator.<String>comparingInt(word -> edits(typed, word))
                        .thenComparing(word -> word))
                .limit(2)
                .toList();
    }

    /// Returns whether a word is probably a misspelt name.
    public static boolean isNear(String word, String name) {
        return edits(word, name) <= MOST_EDITS || (word.length() > 3 && name.startsWith(word));
    }

    /// The Levenshtein distance of two words.
    static int edits(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int above = row[j];
                int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(substituted, Math.min(row[j], row[j - 1]) + 1);
                diagonal = above;
            }
        }
        return row[b.length()];
    }
}
