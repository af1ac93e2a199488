package dev.puce.fuzz;

import dev.puce.iso7816.Bytes;
import dev.puce.testkit.Transcript;
import dev.puce.wire.Conversation;
import dev.puce.wire.Direction;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/// A conversation as a fuzzer's input: pieces of both directions with the time between them.
///
/// Each piece has three parts:
///
/// - a byte with the direction (bit 7) and the time that passed (bits 0 to 6, squared, in units of 50 µs: 0 to 0.8 s)
/// - two bytes with the length, low byte first
/// - the bytes; the last piece may be cut
///
/// @param pieces in the order in which they were seen
record Pieces(List<Piece> pieces) {
    /// Bytes that were seen at once.
    record Piece(Direction direction, long nanos, Bytes bytes) {}

    private static final long UNIT_NANOS = 50_000;

    static Pieces read(byte[] input) {
        var pieces = new ArrayList<Piece>();
        long nanos = 0;
        int at = 0;
        while (at + 3 <= input.length) {
            int flags = input[at] & 0xFF;
            int length = Math.min((input[at + 1] & 0xFF) | (input[at + 2] & 0xFF) << 8, input.length - at - 3);
            nanos += (long) (flags & 0x7F) * (flags & 0x7F) * UNIT_NANOS;
            pieces.add(new Piece(
                    (flags & 0x80) == 0 ? Direction.TO_DAEMON : Direction.TO_CLIENT,
                    nanos,
                    Bytes.copyOf(input, at + 3, length)));
            at += 3 + length;
        }
        return new Pieces(pieces);
    }

    /// One connection of a recording as an input; reader entries that are not used are kept, so it is 2944
    /// bytes a listing.
    static byte[] write(Transcript transcript, int connection) {
        var out = new ByteArrayOutputStream();
        long micros = 0;
        for (Transcript.Seen line : transcript.seen()) {
            if (line.connection() == connection && line.bytes().isPresent()) {
                Bytes bytes = line.bytes().get();
                int time = (int) Math.min(0x7F, Math.round(Math.sqrt((line.micros() - micros) * 1000.0 / UNIT_NANOS)));
                micros = line.micros();
                out.write((line.side() == Transcript.Side.DAEMON ? 0x80 : 0) | time);
                out.write(bytes.length());
                out.write(bytes.length() >> 8);
                out.writeBytes(bytes.toArray());
            }
        }
        return out.toByteArray();
    }

    void feed(Conversation conversation) {
        pieces.forEach(piece -> feed(conversation, piece, piece.bytes()));
        conversation.closed(
                Direction.TO_DAEMON, pieces.isEmpty() ? 0 : pieces.getLast().nanos());
    }

    /// The same, one byte after the other.
    void feedByteByByte(Conversation conversation) {
        for (Piece piece : pieces) {
            for (int i = 0; i < piece.bytes().length(); i++) {
                feed(conversation, piece, piece.bytes().slice(i, i + 1));
            }
        }
        conversation.closed(
                Direction.TO_DAEMON, pieces.isEmpty() ? 0 : pieces.getLast().nanos());
    }

    private static void feed(Conversation conversation, Piece piece, Bytes bytes) {
        if (piece.direction() == Direction.TO_DAEMON) {
            conversation.fromClient(bytes.asBuffer(), piece.nanos());
        } else {
            conversation.fromDaemon(bytes.asBuffer(), piece.nanos());
        }
    }
}
