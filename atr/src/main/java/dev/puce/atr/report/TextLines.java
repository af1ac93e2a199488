package dev.puce.atr.report;

import java.util.ArrayList;
import java.util.List;

/// Breaks a sentence into lines between words.
final class TextLines {
    private TextLines() {}

    /// At least one line; a word that is wider than a line has one of its own.
    ///
    /// @param width characters that fit into a line
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
