package dev.puce.spy.assembler;

import dev.puce.pcsc.Caller;
import dev.puce.pcsc.TracedCall;
import dev.puce.wire.Conversation;
import dev.puce.wire.Transcript;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Stream;

/// The recorded conversations, and the calls that are assembled from them.
final class Recordings {
    /// All recordings; beside the repository, so that a fresh clone has only [#OWN].
    static final Path SHARED = Path.of("../../shared/facts/wire");

    /// A handful of them, in the repository, where the codec's tests have them.
    static final Path OWN = Path.of("../wire/src/test/resources/dev/puce/wire/transcripts");

    private Recordings() {}

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

    /// The calls of all connections, in the order in which they began.
    static List<TracedCall> calls(Transcript transcript) {
        var calls = new ArrayList<TracedCall>();
        var assembler = new CallAssembler(calls::add);
        var conversations = new HashMap<Integer, Conversation>();
        for (Transcript.Seen line : transcript.seen()) {
            int connection = line.connection();
            var conversation = conversations.computeIfAbsent(connection, _ -> {
                assembler.opened(connection, caller(connection), line.micros() * 1000);
                return new Conversation(message -> assembler.message(connection, message));
            });
            Transcript.feed(conversation, line);
        }
        calls.sort(Comparator.comparingLong(TracedCall::startNanos));
        return calls;
    }

    static Caller caller(int connection) {
        return new Caller(
                "program",
                OptionalInt.of(4711),
                OptionalInt.empty(),
                List.of(),
                Optional.empty(),
                connection,
                Optional.empty());
    }
}
