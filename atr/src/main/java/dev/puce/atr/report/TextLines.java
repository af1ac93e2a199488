package dev.puce.atr.report;

import java.util.ArrayList;
import java.util.List;

/// Wraps a sentence between words.
final class TextLines {
    private TextLines() {}

    /// Returns at least one line. A word that is wider than a line gets a separate line.
    ///
    /// @param width maximum number of characters per line
    static List<String> of(String sentence, int width) {
        var lines = new ArrayList<String>();
        var line = new StringBuilder();
        for (String word : sentence.split(" ", -1)) {
            if (!line.isEmpty() && line.length() + 1 + word.length() > width) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return List.copyOf(lines);
    }
}
