package dev.puce.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// The recorded conversations that the tests replay.
final class Transcripts {
    /// All recordings; beside the repository, so that a fresh clone has only [#OWN].
    static final Path SHARED = Path.of("../../shared/facts/wire");

    /// A handful of them, in the repository.
    static final Path OWN = Path.of("src/test/resources/dev/puce/wire/transcripts");

    private Transcripts() {}

    /// Every file below the directory by its name; nothing if there is no such directory.
    static Map<String, Transcript> in(Path directory) {
        if (!Files.isDirectory(directory)) {
            return Map.of();
        }
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

    static Transcript own(String name) {
        return in(OWN).get(name + ".txt");
    }

    static List<Message> messages(Transcript transcript, int connection) {
        var messages = new ArrayList<Message>();
        transcript.replay(connection, messages::add);
        return messages;
    }

    static List<Integer> connections(Transcript transcript) {
        return transcript.seen().stream()
                .map(Transcript.Seen::connection)
                .distinct()
                .toList();
    }
}
