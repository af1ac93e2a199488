package dev.puce.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Reads the calls of a growing recording as text, so that puce's own reader does not judge puce's output.
public final class RecordingLines {
    private RecordingLines() {}

    /// All calls so far.
    public static List<String> calls(Path recording) throws IOException {
        return containing(recording, "{\"type\":\"call\"");
    }

    /// The calls of a function so far.
    public static List<String> calls(Path recording, String function) throws IOException {
        return containing(recording, "\"call\":\"" + function + "\"");
    }

    private static List<String> containing(Path recording, String text) throws IOException {
        try (var lines = Files.lines(recording)) {
            return lines.filter(line -> line.contains(text)).toList();
        }
    }
}
