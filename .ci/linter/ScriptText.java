import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Takes the prose out of shell and Python scripts (comments and messages) and out of JSON Schemas (descriptions).
final class ScriptText {
    private static final Pattern COMMENT = Pattern.compile("(?:^|\\s)#(?!!)\\s?(.*)$");
    private static final Pattern QUOTED = Pattern.compile("\"((?:\\\\.|[^\"\\\\])*)\"");
    private static final Pattern DESCRIPTION = Pattern.compile("\"(?:description|title|\\$comment)\"\\s*:\\s*\"((?:\\\\.|[^\"\\\\])*)\"");

    private ScriptText() {}

    static List<Passage> script(Path file, List<String> lines) {
        var passages = new ArrayList<Passage>();
        var comment = new ArrayList<String>();
        int first = 1;
        for (int i = 0; i < lines.size(); i++) {
            var found = COMMENT.matcher(lines.get(i).replaceAll("\\$\\{[^}]*}", ""));
            boolean whole = lines.get(i).strip().startsWith("#");
            if (!whole || comment.isEmpty()) {
                passages.addAll(MarkdownText.passages(file, comment, first));
                comment.clear();
                first = i + 1;
            }
            if (found.find()) {
                comment.add(found.group(1));
            }
            if (!whole) {
                messages(file, QUOTED, lines.get(i), i + 1, passages);
            }
        }
        passages.addAll(MarkdownText.passages(file, comment, first));
        return passages;
    }

    static List<Passage> schema(Path file, List<String> lines) {
        var passages = new ArrayList<Passage>();
        for (int i = 0; i < lines.size(); i++) {
            messages(file, DESCRIPTION, lines.get(i), i + 1, passages);
        }
        return passages;
    }

    private static void messages(Path file, Pattern pattern, String line, int number, List<Passage> passages) {
        var quoted = pattern.matcher(line);
        while (quoted.find()) {
            var message = new Passage.Builder();
            message.add(number, MarkdownText.withoutMarkup(quoted.group(1).replace("\\\"", "\"").replaceAll("\\\\n", " ")));
            message.finish(file, Passage.Kind.MESSAGE, passages);
        }
    }
}
