import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Takes the prose out of Markdown: paragraphs, list items, table cells and headings, without code.
final class MarkdownText {
    private static final Pattern ITEM = Pattern.compile("\\s*(?:[-*+]|\\d+\\.)\\s+(.*)");
    private static final Pattern TAG = Pattern.compile("@(?:param|throws|exception)\\s+\\S+\\s*|@\\w+\\s*");

    private final Path file;
    private final List<Passage> passages = new ArrayList<>();
    private final Passage.Builder paragraph = new Passage.Builder();
    private boolean inFence;
    private boolean inList;
    private boolean afterBlank = true;

    private MarkdownText(Path file) {
        this.file = file;
    }

    /// @param lines lines of Markdown, without comment markers
    /// @param firstLine number of the first one in the file, from 1
    static List<Passage> passages(Path file, List<String> lines, int firstLine) {
        var text = new MarkdownText(file);
        for (int i = 0; i < lines.size(); i++) {
            text.line(firstLine + i, lines.get(i));
        }
        text.finish();
        return text.passages;
    }

    private void line(int number, String line) {
        String stripped = line.strip();
        if (stripped.startsWith("```") || stripped.startsWith("~~~")) {
            finish();
            inFence = !inFence;
            return;
        }
        if (inFence) {
            return;
        }
        if (stripped.isEmpty()) {
            finish();
            afterBlank = true;
            return;
        }
        boolean indented = line.startsWith("    ") || line.startsWith("\t");
        if (indented && afterBlank && !inList) {
            return; // a code block; afterBlank stays for its next line
        }
        afterBlank = false;
        inList = inList && line.startsWith(" ");
        text(number, line, stripped);
    }

    private void text(int number, String line, String stripped) {
        var item = ITEM.matcher(line);
        if (stripped.startsWith("#")) {
            finish();
            paragraph.add(number, withoutMarkup(stripped.replaceFirst("^#+", "")));
            paragraph.finish(file, Passage.Kind.HEADING, passages);
        } else if (stripped.startsWith("|")) {
            finish();
            cells(number, stripped);
        } else if (item.matches()) {
            finish();
            inList = true;
            paragraph.add(number, withoutMarkup(item.group(1)));
        } else if (stripped.startsWith("@")) {
            finish();
            paragraph.add(number, withoutMarkup(TAG.matcher(stripped).replaceFirst("")));
        } else {
            paragraph.add(number, withoutMarkup(stripped.replaceFirst("^> ?", "")));
        }
    }

    private void cells(int number, String row) {
        for (String cell : withoutMarkup(row).split("\\|")) {
            paragraph.add(number, cell);
            paragraph.finish(file, Passage.Kind.CELL, passages);
        }
    }

    private void finish() {
        paragraph.finish(file, Passage.Kind.PARAGRAPH, passages);
    }

    /// Replaces code by the word CODE, links by their text, and removes emphasis.
    static String withoutMarkup(String line) {
        return line.replaceAll("``.+?``|`[^`]*`", "CODE")
                .replaceAll("\\{@\\w+ [^}]*}", "CODE")
                .replaceAll("!?\\[([^\\]]*)]\\([^)]*\\)", "$1")
                .replaceAll("\\[([^\\]]*)](?:\\[[^\\]]*])?", "$1")
                .replaceAll("<[^>]+>", "")
                .replaceAll("\\*\\*|__", "");
    }
}
