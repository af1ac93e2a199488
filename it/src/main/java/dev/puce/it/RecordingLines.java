package dev.puce.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Calls in a recording, as lines of text, also while it grows: what puce wrote is not judged by puce's own reader.
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
