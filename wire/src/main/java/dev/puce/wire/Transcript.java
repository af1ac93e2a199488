package dev.puce.wire;

import dev.puce.iso7816.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// A recorded conversation between clients and a daemon as text, as a logger of bytes writes it down; what
/// tests of codec, client and service replay.
///
/// A line is `CONNECTION DIRECTION MICROSECONDS HEX`: connections count from 1, the direction is `C` (from
/// the client) or `S` (from the daemon), and `-` in place of the bytes says that this side closed. Bytes of
/// one line are one read of the logger, not one message. Lines that begin with `#api ` say what the client
/// program called and got at that time; others that begin with `#` are comments.
///
/// @param lines what was seen, in order
public record Transcript(List<Line> lines) {
    /// Something that was seen.
    public sealed interface Line {
        /// Microseconds since the begin of the recording.
        long micros();
    }

    /// Bytes, or the end of what this side sends.
    ///
    /// @param bytes empty where this side closed the connection
    public record Seen(int connection, Direction direction, long micros, Optional<Bytes> bytes) implements Line {}

    /// A call that the client program made (`>`), or what it returned (`<`).
    ///
    /// @param text the rest of the line
    public record Api(long micros, char mark, String text) implements Line {}

    public Transcript {
        lines = List.copyOf(lines);
    }

    /// Reads the text.
    ///
    /// @throws IllegalArgumentException if a line is not as described; the message names it
    public static Transcript parse(String text) {
        var lines = new ArrayList<Line>();
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            try {
                if (line.startsWith("#api ")) {
                    String[] columns = line.split(" ", 4);
                    lines.add(new Api(Long.parseLong(columns[1]), columns[2].charAt(0), columns[3]));
                } else if (!line.isBlank() && !line.startsWith("#")) {
                    lines.add(seen(line.split(" ", -1)));
                }
            } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
                throw new IllegalArgumentException("line " + number + " of the transcript: " + e.getMessage(), e);
            }
        }
        return new Transcript(lines);
    }

    /// The bytes that were seen, and the ends.
    public List<Seen> seen() {
        return lines.stream()
                .filter(Seen.class::isInstance)
                .map(Seen.class::cast)
                .toList();
    }

    /// Listens to one of the connections, with the times of the recording.
    public void replay(int connection, Consumer<Message> out) {
        var conversation = new Conversation(out);
        seen().stream().filter(line -> line.connection() == connection).forEach(line -> feed(conversation, line));
    }

    /// Gives one line to the conversation that it belongs to.
    public static void feed(Conversation conversation, Seen line) {
        long nanos = line.micros() * 1000;
        if (line.bytes().isEmpty()) {
            conversation.closed(line.direction(), nanos);
        } else if (line.direction() == Direction.TO_DAEMON) {
            conversation.fromClient(line.bytes().get().asBuffer(), nanos);
        } else {
            conversation.fromDaemon(line.bytes().get().asBuffer(), nanos);
        }
    }

    private static Seen seen(String[] columns) {
        Direction direction = switch (columns[1]) {
            case "C" -> Direction.TO_DAEMON;
            case "S" -> Direction.TO_CLIENT;
            default -> throw new IllegalArgumentException("direction " + columns[1] + " is neither C nor S");
        };
        Optional<Bytes> bytes = columns[3].equals("-") ? Optional.empty() : Optional.of(Bytes.hex(columns[3]));
        return new Seen(Integer.parseInt(columns[0]), direction, Long.parseLong(columns[2]), bytes);
    }
}
