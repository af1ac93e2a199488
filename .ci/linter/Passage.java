import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A piece of prose that belongs together: a paragraph, a list item, a table cell, a message or a test name.
///
/// @param file file that it comes from
/// @param kind place in the file
/// @param text prose without markup; each code span is one word, `CODE`
/// @param lines where the lines of the file start in the text, in ascending order
record Passage(Path file, Kind kind, String text, List<LineStart> lines) {
    enum Kind {
        PARAGRAPH,
        HEADING,
        CELL,
        MESSAGE,
        TEST_NAME
    }

    /// Start of a line of the file.
    ///
    /// @param offset position in the passage's text, from 0
    /// @param line number of the line in the file, from 1
    record LineStart(int offset, int line) {}

    /// Number of the line, from 1, that holds a position of the text.
    int lineAt(int offset) {
        int line = lines.getFirst().line();
        for (LineStart start : lines) {
            if (start.offset() > offset) {
                break;
            }
            line = start.line();
        }
        return line;
    }

    /// Joins the lines of one passage.
    static final class Builder {
        private final StringBuilder text = new StringBuilder();
        private final List<LineStart> lines = new ArrayList<>();

        void add(int line, String words) {
            if (words.isBlank()) {
                return;
            }
            if (!text.isEmpty()) {
                text.append(' ');
            }
            lines.add(new LineStart(text.length(), line));
            text.append(words.strip());
        }

        /// Appends the passage, if it has text, to a list and starts the next one.
        void finish(Path file, Kind kind, List<Passage> passages) {
            if (!text.isEmpty()) {
                passages.add(new Passage(file, kind, text.toString(), List.copyOf(lines)));
            }
            text.setLength(0);
            lines.clear();
        }
    }
}
