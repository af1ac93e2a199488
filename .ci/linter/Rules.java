import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// The rules for plain English: the patterns of `patterns.tsv`, sentence length and chains of semicolons.
final class Rules {
    static final int MAX_WORDS = 32;
    private static final int MAX_SEMICOLONS = 1;
    private static final Pattern SENTENCE_END = Pattern.compile(
            "(?<!\\b(?:e\\.g|i\\.e|etc|cf|vs|approx|resp|p|pp|No))[.!?][\"')]*(?=\\s)|(?<=\\S)\\s(?=\\d\\.\\s)");
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]\\S*");

    /// A regular expression and the advice for text that it finds.
    private record Rule(Set<Scope> scopes, Pattern pattern, String advice) {}

    private enum Scope {
        TEXT,
        SENTENCE,
        NAME
    }

    /// Text that breaks a rule.
    ///
    /// @param offset position in the passage, for the order of findings
    record Finding(Path file, int line, int offset, String message) {
        @Override
        public String toString() {
            return file + ":" + line + ": " + message;
        }
    }

    private final List<Rule> rules = new ArrayList<>();

    Rules(Path table) throws IOException {
        for (String row : Files.readAllLines(table)) {
            if (!row.isBlank() && !row.startsWith("#")) {
                String[] cells = row.split("\t");
                Set<Scope> scopes = switch (cells[0]) {
                    case "any" -> Set.of(Scope.TEXT, Scope.NAME);
                    case "text" -> Set.of(Scope.TEXT);
                    case "start" -> Set.of(Scope.SENTENCE, Scope.NAME);
                    case "sentence" -> Set.of(Scope.SENTENCE);
                    case "name" -> Set.of(Scope.NAME);
                    default -> throw new IOException(table + ": unknown scope \"" + cells[0] + "\" in: " + row);
                };
                boolean anchored = cells[0].equals("start") || cells[0].equals("sentence") || cells[0].equals("name");
                String expression = anchored ? "^(?:" + cells[1] + ")" : "\\b(?:" + cells[1] + ")\\b";
                rules.add(new Rule(scopes, Pattern.compile(expression, Pattern.CASE_INSENSITIVE), cells[2]));
            }
        }
    }

    List<Finding> check(Passage passage) {
        var findings = new ArrayList<Finding>();
        if (passage.kind() == Passage.Kind.TEST_NAME) {
            match(passage, Scope.NAME, 0, passage.text(), findings);
            return findings;
        }
        match(passage, Scope.TEXT, 0, passage.text(), findings);
        if (passage.kind() == Passage.Kind.HEADING) {
            return findings;
        }
        int start = 0;
        var end = SENTENCE_END.matcher(passage.text());
        while (end.find()) {
            sentence(passage, start, end.end(), findings);
            start = end.end();
        }
        sentence(passage, start, passage.text().length(), findings);
        return findings;
    }

    private void sentence(Passage passage, int from, int to, List<Finding> findings) {
        String whole = passage.text().substring(from, to);
        String sentence = whole.strip();
        int start = from + whole.indexOf(sentence);
        if (sentence.isEmpty()) {
            return;
        }
        if (!sentence.endsWith("?")) {
            match(passage, Scope.SENTENCE, start, sentence, findings);
        }
        long words = WORD.matcher(sentence).results().count();
        if (words > MAX_WORDS) {
            findings.add(finding(passage, start, "sentence of " + words + " words: cut it into sentences of at most 25", sentence));
        }
        if (passage.kind() != Passage.Kind.CELL && sentence.chars().filter(c -> c == ';').count() > MAX_SEMICOLONS) {
            findings.add(finding(passage, start, "chain of semicolons: write sentences or a list", sentence));
        }
    }

    private void match(Passage passage, Scope scope, int start, String text, List<Finding> findings) {
        for (Rule rule : rules) {
            if (rule.scopes().contains(scope)) {
                var match = rule.pattern().matcher(text);
                while (match.find()) {
                    String excerpt = excerpt(text, match.start(), match.end());
                    findings.add(finding(passage, start + match.start(), rule.advice(), excerpt));
                }
            }
        }
    }

    /// The match with some words around it.
    private static String excerpt(String text, int from, int to) {
        int start = text.lastIndexOf(' ', Math.max(0, from - 20)) + 1;
        int end = text.indexOf(' ', Math.min(text.length(), to + 20));
        return text.substring(Math.min(start, from), end < 0 ? text.length() : end);
    }

    private static Finding finding(Passage passage, int offset, String message, String excerpt) {
        String shown = excerpt.length() > 70 ? excerpt.substring(0, 67) + "..." : excerpt;
        return new Finding(passage.file(), passage.lineAt(offset), offset, message + ": \"" + shown + "\"");
    }
}
