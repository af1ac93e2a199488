package dev.puce.wire;

import dev.puce.iso7816.Bytes;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// A conversation for a test: messages and raw bytes in order, with the expected decoding. It can be decoded as a
/// whole, byte by byte, or in random pieces.
final class WrittenConversation {
    private record Piece(Direction direction, Bytes bytes) {}

    private final List<Piece> pieces = new ArrayList<>();
    private final List<Object> expected = new ArrayList<>();

    /// Adds a request without a reply.
    WrittenConversation ask(Request request) {
        expected.add(request);
        return raw(Direction.TO_DAEMON, RequestEncoder.encode(request));
    }

    /// Adds a request and its reply.
    WrittenConversation ask(Request request, Reply reply) {
        return ask(request).answer(request, reply);
    }

    /// Adds the reply to an earlier request.
    WrittenConversation answer(Request request, Reply reply) {
        expected.add(reply);
        return raw(Direction.TO_CLIENT, ReplyEncoder.encode(request, reply));
    }

    /// Adds an event.
    WrittenConversation event(Reply.Event event) {
        expected.add(event);
        return raw(Direction.TO_CLIENT, ReplyEncoder.encode(event));
    }

    /// Adds a version negotiation.
    WrittenConversation negotiate(ProtocolVersion version) {
        return ask(
                new Request.Version(version.major(), version.minor()),
                new Reply.Version(version.major(), version.minor(), 0));
    }

    /// Adds raw bytes.
    WrittenConversation raw(Direction direction, ByteBuffer bytes) {

        pieces.add(new Piece(direction, Bytes.from(bytes)));
        return this;
    }

    /// Adds an expected decoding result.
    WrittenConversation expect(Object what) {
        expected.add(what);
        return this;
    }

    List<Object> expected() {
        return List.copyOf(expected);
    }

    /// Decodes each message as one piece.
    List<Object> decoded() {
        return decoded(Integer.MAX_VALUE, null);
    }

    List<Object> decodedByteByByte() {
        return decoded(1, null);
    }

    List<Object> decodedInPieces(RandomGenerator random) {
        return decoded(0, random);
    }

    /// Decodes the first `end` bytes, then the end of the connection, which is the last message.
    List<Message> decodedUpTo(int end) {
        var messages = new ArrayList<Message>();
        var conversation = new Conversation(messages::add);
        int left = end;
        for (Piece piece : pieces) {
            int taken = Math.min(left, piece.bytes().length());
            feed(conversation, piece, 0, taken);
            left -= taken;
        }
        conversation.closed(Direction.TO_DAEMON, 0);
        return messages;
    }

    int length() {
        return pieces.stream().mapToInt(piece -> piece.bytes().length()).sum();
    }

    /// Returns the content of a message without times.
    static Object content(Message message) {
        return switch (message) {
            case Message.Asked asked -> asked.request();
            case Message.Answered answered -> answered.reply();
            case Message.Notified notified -> notified.event();
            case Message.NotUnderstood unknown -> unknown.direction() + " " + unknown.length() + " not understood";
            case Message.Closed closed ->
                "closed, unfinished " + closed.unfinishedRequest() + " " + closed.unfinishedReply();
        };
    }

    private List<Object> decoded(int size, RandomGenerator random) {
        var decoded = new ArrayList<Object>();
        var conversation = new Conversation(message -> {
            if (!(message instanceof Message.Closed)) {
                decoded.add(content(message));
            }
        });
        for (Piece piece : pieces) {
            int from = 0;
            while (from < piece.bytes().length()) {
                int wanted = size > 0 ? size : 1 + random.nextInt(300);
                int to = (int) Math.min(piece.bytes().length(), (long) from + wanted);
                feed(conversation, piece, from, to);
                from = to;
            }
        }
        conversation.closed(Direction.TO_DAEMON, 0);
        return decoded;
    }

    private static void feed(Conversation conversation, Piece piece, int from, int to) {
        ByteBuffer bytes = piece.bytes().slice(from, to).asBuffer();
        if (piece.direction() == Direction.TO_DAEMON) {
            conversation.fromClient(bytes, 0);
        } else {
            conversation.fromDaemon(bytes, 0);
        }
    }
}
