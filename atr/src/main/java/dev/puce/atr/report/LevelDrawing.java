package dev.puce.atr.report;

import dev.puce.iso7816.atr.Convention;
import java.util.List;

/// Draws the levels of the I/O line during TS with characters: moment 1 is the start, 2 to 9 are the data, 10 is
/// the parity. Before and after TS the line is at H.
final class LevelDrawing {
    private LevelDrawing() {}

    /// Returns three lines: level H, level L, and the letters of the moments below them.
    static List<String> lines(Convention convention) {
        String levels = "H" + convention.levels() + "H";
        var high = new StringBuilder();
        var low = new StringBuilder();
        var letters = new StringBuilder();
        for (int moment = 0; moment < levels.length(); moment++) {
            boolean isHigh = levels.charAt(moment) == 'H';
            if (moment > 0) {
                boolean wasHigh = levels.charAt(moment - 1) == 'H';
                high.append(isHigh == wasHigh ? (isHigh ? '─' : ' ') : (isHigh ? '┌' : '┐'));
                low.append(isHigh == wasHigh ? (isHigh ? ' ' : '─') : (isHigh ? '┘' : '└'));
                letters.append(' ');
            }
            high.append(isHigh ? "──" : "  ");
            low.append(isHigh ? "  " : "──");
            boolean rest = moment == 0 || moment == levels.length() - 1;
            letters.append(rest ? "  " : levels.charAt(moment) + " ");
        }
        return List.of(
                high.toString().stripTrailing(),
                low.toString().stripTrailing(),
                letters.toString().stripTrailing());
    }
}
