package dev.puce.testkit;

import dev.puce.iso7816.Bytes;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ObjLongConsumer;

/// A recorded conversation between clients and a daemon, as text.
///
/// A line is `CONNECTION SIDE MICROSECONDS HEX`. Connections count from 1. The side that sent the bytes is `C`
/// (client) or `S` (daemon); `-` instead of bytes says that this side closed. The bytes of a line are one read
/// of the logger, not one message. Lines that start with `#api ` contain the client program's calls. Other lines
/// that start with `#` are comments.
///
/// @param lines the recorded events, in order
public record Transcript(List<Line> lines) {
    /// A recorded event.
    public sealed interface Line {
        /// Microseconds since the start of the recording.
        long micros();
    }

    /// The side of a connection that sent bytes or closed.
    public enum Side {
        CLIENT,
        DAEMON
    }

    /// Bytes of one side, or its end.
    ///
    /// @param bytes empty if this side closed the connection
    public record Seen(int connection, Side side, long micros, Optional<Bytes> bytes) implements Line {
        /// Passes the bytes or the end, with the time in nanoseconds.
        ///
        /// @param fromClient receives the client's bytes
        /// @param fromDaemon receives the daemon's bytes
        /// @param closed     receives the side that closed
        public void deliver(
                ObjLongConsumer<ByteBuffer> fromClient,
                ObjLongConsumer<ByteBuffer> fromDaemon,
                ObjLongConsumer<Side> closed) {
            long nanos = micros * 1000;
            if (bytes.isEmpty()) {
                closed.accept(side, nanos);
            } else {
                var receiver = side == Side.CLIENT ? fromClient : fromDaemon;
                receiver.accept(bytes.get().asBuffer(), nanos);
            }
        }
    }

    /// A call of the client program (`>`), or its results (`<`).
    ///
    /// @param text the rest of the line
    public record Api(long micros, char mark, String text) implements Line {}

    public Transcript {
        lines = List.copyOf(lines);
    }

    /// Reads a transcript.
    ///
    /// @throws IllegalArgumentException if a line is malformed; the message gives its number
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

    /// The bytes and ends of all connections.
    public List<Seen> seen() {
        return lines.stream()
                .filter(Seen.class::isInstance)
                .map(Seen.class::cast)
                .toList();
    }

    private static Seen seen(String[] columns) {
        Side side = switch (columns[1]) {
            case "C" -> Side.CLIENT;
            case "S" -> Side.DAEMON;
            default -> throw new IllegalArgumentException("side " + columns[1] + " is neither C nor S");
        };
        Optional<Bytes> bytes = columns[3].equals("-") ? Optional.empty() : Optional.of(Bytes.hex(columns[3]));
        return new Seen(Integer.parseInt(columns[0]), side, Long.parseLong(columns[2]), bytes);
    }
}
