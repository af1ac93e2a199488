package dev.puce.spy.live;

import dev.puce.spy.TraceEvent;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/// The last line of a terminal, which shows the calls that wait, and changes in place.
///
/// The cursor stays at the start of the line. So a program that writes meanwhile writes over the text, and erasing
/// removes only the rest of it.
final class StatusLine {
    private static final String ERASE_TO_END = "\u001B[K";

    private final OutputStream out;
    private final int columns;
    private boolean isShown;

    /// @param columns width of the terminal
    StatusLine(OutputStream out, int columns) {
        this.out = out;
        this.columns = columns;
    }

    /// Shows the calls that wait, in place of the text before.
    void show(TraceEvent.Waiting waiting) throws IOException {
        if (waiting.calls().isEmpty()) {
            erase();
            return;
        }
        String text = WaitText.status(waiting.calls(), waiting.nanos());
        String fitting = text.length() < columns ? text : text.substring(0, Math.max(0, columns - 2)) + "…";
        write((isShown ? ERASE_TO_END : "") + fitting + "\r");
        isShown = true;
    }

    /// Removes the text.
    void erase() throws IOException {
        if (isShown) {
            write(ERASE_TO_END);
            isShown = false;
        }
    }

    private void write(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
