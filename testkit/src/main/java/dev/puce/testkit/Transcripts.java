package dev.puce.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Loads recorded conversations between libpcsclite and pcscd.
public final class Transcripts {
    private static final List<String> NAMES = List.of(
            "a-status-cancel", "b-connect-transmit", "b-status-card-removed", "c-status-timeout0", "d-status-first");

    private Transcripts() {}

    /// The recordings in the repository, by name.
    public static Map<String, Transcript> all() {
        var transcripts = new TreeMap<String, Transcript>();
        NAMES.forEach(name -> transcripts.put(name, named(name)));
        return transcripts;
    }

    /// A recording in the repository.
    public static Transcript named(String name) {
        try (InputStream in = Transcripts.class.getResourceAsStream("transcripts/" + name + ".txt")) {
            return Transcript.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The many recordings outside the repository, by their paths there. Skips the running test without them.
    public static Map<String, Transcript> shared() {
        Path directory = SharedData.require("facts/wire");
        try (Stream<Path> files = Files.walk(directory)) {
            var transcripts = new TreeMap<String, Transcript>();
            for (Path file :
                    files.filter(name -> name.toString().endsWith(".txt")).toList()) {
                transcripts.put(directory.relativize(file).toString(), Transcript.parse(Files.readString(file)));
            }
            return transcripts;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
