package dev.puce.system.screens;

import java.util.ArrayList;
import java.util.List;

/// The lines of a terminal of a certain width, without end: text, carriage return, new line, erasing in a line, and
/// moving the cursor up. Colours leave no trace.
///
/// A line that was longer than the terminal ends in `↵` and continues in the next one.
final class TerminalScreen {
    private static final char ESCAPE = '\u001b';

    private final int columns;
    private final List<StringBuilder> lines = new ArrayList<>(List.of(new StringBuilder()));
    private int row;
    private int column;

    private TerminalScreen(int columns) {
        this.columns = columns;
    }

    /// Returns the screen after an output.
    static String after(String output, int columns) {
        var screen = new TerminalScreen(columns);
        for (int i = 0; i < output.length(); i++) {
            if (output.charAt(i) == ESCAPE) {
                i = screen.escape(output, i);
            } else {
                screen.put(output.charAt(i));
            }
        }
        var text = new StringBuilder();
        screen.lines.forEach(
                line -> text.append(line.toString().stripTrailing()).append('\n'));
        return text.toString().stripTrailing() + "\n";
    }

    private void put(char character) {
        switch (character) {
            case '\r' -> column = 0;
            case '\n' -> newLine();
            case '\b' -> column = Math.max(0, column - 1);
            default -> {
                if (column == columns) {
                    line().append('↵');
                    newLine();
                    column = 0;
                }
                while (line().length() <= column) {
                    line().append(' ');
                }
                line().setCharAt(column++, character);
            }
        }
    }

    private StringBuilder line() {
        return lines.get(row);
    }

    private void newLine() {
        row++;
        if (row == lines.size()) {
            lines.add(new StringBuilder());
        }
    }

    /// Follows a control sequence `ESC [ number letter`.
    ///
    /// @return the index of its last character
    private int escape(String output, int start) {
        int end = start + 2;
        while (end < output.length() && !Character.isLetter(output.charAt(end))) {
            end++;
        }
        String number = output.substring(Math.min(start + 2, output.length()), Math.min(end, output.length()));
        switch (end < output.length() ? output.charAt(end) : 'm') {
            case 'K' -> line().setLength(Math.min(line().length(), number.equals("2") ? 0 : column));
            case 'A' -> row = Math.max(0, row - (number.isEmpty() ? 1 : Integer.parseInt(number)));
            case 'J' -> {
                line().setLength(Math.min(line().length(), column));
                lines.subList(row + 1, lines.size()).clear();
            }
            default -> {} // colours
        }
        return end;
    }
}
