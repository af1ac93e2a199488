package dev.puce.wire;

import dev.puce.iso7816.Bytes;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// A conversation as a test writes it down: messages and raw bytes in their order, with what a listener must
/// understand. It can be listened to as a whole, byte by byte, or in random pieces.
final class WrittenConversation {
    private record Piece(Direction direction, Bytes bytes) {}

    private final List<Piece> pieces = new ArrayList<>();
    private final List<Object> expected = new ArrayList<>();

    /// The client asks, and gets no answer.
    WrittenConversation ask(Request request) {
        expected.add(request);
        return raw(Direction.TO_DAEMON, RequestEncoder.encode(request));
    }

    /// The client asks and the daemon answers.
    WrittenConversation ask(Request request, Reply reply) {
        return ask(request).answer(request, reply);
    }

    /// The daemon answers a request that was asked before.
    WrittenConversation answer(Request request, Reply reply) {
        expected.add(reply);
        return raw(Direction.TO_CLIENT, ReplyEncoder.encode(request, reply));
    }

    /// The daemon sends an event by itself.
    WrittenConversation event(Reply.Event event) {
        expected.add(event);
        return raw(Direction.TO_CLIENT, ReplyEncoder.encode(event));
    }

    /// Both sides agree on a version.
    WrittenConversation negotiate(ProtocolVersion version) {
        return ask(
                new Request.Version(version.major(), version.minor()),
                new Reply.Version(version.major(), version.minor(), 0));
    }

    /// Bytes as they are.
    WrittenConversation raw(Direction direction, ByteBuffer bytes) {

        pieces.add(new Piece(direction, Bytes.from(bytes)));
        return this;
    }

    /// What a listener must say at this place besides.
    WrittenConversation expect(Object what) {
        expected.add(what);
        return this;
    }

    List<Object> expected() {
        return List.copyOf(expected);
    }

    /// Each piece at once.
    List<Object> heard() {
        return heard(Integer.MAX_VALUE, null);
    }

    List<Object> heardByteByByte() {
        return heard(1, null);
    }

    List<Object> heardInPieces(RandomGenerator random) {
        return heard(0, random);
    }

    /// What is heard if the connection ends after so many bytes; the last is the end itself.
    List<Message> heardUpTo(int end) {
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

    /// What of a message does not depend on time.
    static Object content(Message message) {
        return switch (message) {
            case Message.Asked asked -> asked.request();
            case Message.Answered answered -> answered.reply();
            case Message.Notified notified -> notified.event();
            case Message.NotUnderstood lost -> lost.direction() + " " + lost.length() + " not understood";
            case Message.Closed closed ->
                "closed, unfinished " + closed.unfinishedRequest() + " " + closed.unfinishedReply();
        };
    }

    private List<Object> heard(int size, RandomGenerator random) {
        var heard = new ArrayList<Object>();
        var conversation = new Conversation(message -> {
            if (!(message instanceof Message.Closed)) {
                heard.add(content(message));
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
        return heard;
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
