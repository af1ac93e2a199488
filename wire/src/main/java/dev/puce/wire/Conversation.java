package dev.puce.wire;

import dev.puce.iso7816.Bytes;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Consumer;

/// Listens to both directions of one connection and says what was said. Changes nothing, throws nothing.
///
/// Bytes must be given in the order in which they were seen, in any pieces. What is not understood comes as
/// [Message.NotUnderstood], and the conversation goes on where it makes sense again.
///
/// The answer to the first GET_READERS_STATE (or to the first WAIT of protocols 4.4 and 4.5) of a connection
/// is given when the client sends its next request, since nothing else tells how many entries the daemon has.
public final class Conversation {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final Consumer<Message> out;
    private RequestDecoder requests = new RequestDecoder();
    private ReplyDecoder replies = ReplyDecoder.inferring();
    private final Deque<Message.Asked> asked = new ArrayDeque<>();

    private long requestBegan;
    private long replyBegan;
    private long replySeen;
    private boolean closed;

    /// @param out gets every message as soon as it is complete
    public Conversation(Consumer<Message> out) {
        this.out = out;
    }

    /// What both sides speak; empty before they have agreed.
    public Optional<ProtocolVersion> version() {
        return replies.version();
    }

    /// Bytes of the client; all are taken.
    public void fromClient(ByteBuffer bytes, long nanos) {
        Optional<Request> request;
        do {
            if (requests.unfinished() == 0) {
                requestBegan = nanos;
            }
            request = requests.next(bytes);
            request.ifPresent(value -> request(value, nanos));
        } while (bytes.hasRemaining() || request.isPresent()); // one may be complete without a further byte
    }

    /// Bytes of the daemon; all are taken.
    public void fromDaemon(ByteBuffer bytes, long nanos) {
        while (bytes.hasRemaining()) {
            if (replies.unfinished() == 0) {
                replyBegan = nanos;
            }
            replySeen = nanos;
            replies.next(bytes).ifPresent(this::answer);
        }
        drain();
    }

    /// Bytes have passed that could not be listened to; what comes next is the begin of a request. What both
    /// sides had agreed on is remembered, messages that were not complete and requests without an answer are
    /// forgotten.
    ///
    /// @param bytes how many, in both directions
    public void missed(long bytes, long nanos) {
        requests = new RequestDecoder();
        replies = replies.afresh();
        asked.clear();
        out.accept(new Message.NotUnderstood(Direction.TO_CLIENT, Bytes.EMPTY, bytes, "not listened to", nanos, nanos));
    }

    /// The end of the connection; only the first counts.
    ///
    /// @param by which way the end travelled: TO_DAEMON if the client closed
    public void closed(Direction by, long nanos) {
        if (closed) {
            return;
        }
        requests.takeSkipped().ifPresent(skipped -> request(skipped, nanos));
        replies.end();
        drain();
        var last = new Message.Closed(by, requests.unfinished(), replies.unfinished(), nanos);
        closed = true; // not before: who found no memory half way comes again
        out.accept(last);
    }

    private void request(Request request, long nanos) {
        replies.end();
        drain();
        switch (request) {
            case Request.Malformed(int command, int size, String reason) ->
                out.accept(new Message.NotUnderstood(
                        Direction.TO_DAEMON,
                        Bytes.EMPTY,
                        Layout.HEADER,
                        "command 0x" + Integer.toHexString(command) + ", size " + Integer.toUnsignedString(size) + ": "
                                + reason,
                        requestBegan,
                        nanos));
            case Request.Skipped(long length, Bytes beginning) ->
                out.accept(new Message.NotUnderstood(
                        Direction.TO_DAEMON, beginning, length, "skipped up to the next header", requestBegan, nanos));
            default -> {
                var message = new Message.Asked(request, requestBegan, nanos);
                out.accept(message);
                asked.add(message);
                replies.sent(request);
                drain();
                forgetUnanswered();
            }
        }
    }

    private void drain() {
        for (var answer = replies.next(NOTHING); answer.isPresent(); answer = replies.next(NOTHING)) {
            answer(answer.get());
        }
    }

    private void answer(AnsweredRequest answer) {
        switch (answer.reply()) {
            case Reply.Event event -> out.accept(new Message.Notified(event, replyBegan, replySeen));
            case Reply.Unexpected(Bytes beginning, long length, String reason)
            when answer.request().isEmpty() ->
                out.accept(new Message.NotUnderstood(
                        Direction.TO_CLIENT, beginning, length, reason, replyBegan, replySeen));
            default ->
                out.accept(new Message.Answered(
                        askedFor(answer.request().orElseThrow()), answer.reply(), replyBegan, replySeen));
        }
    }

    /// Requests that get no answer would otherwise pile up.
    private void forgetUnanswered() {
        while (asked.size() > replies.pending()) {
            asked.remove();
        }
    }

    /// Requests before this one got no answer, even if they are equal to it.
    @SuppressWarnings("ReferenceEquality")
    private Message.Asked askedFor(Request request) {
        while (true) {
            Message.Asked candidate = asked.remove();
            if (candidate.request() == request) {
                return candidate;
            }
        }
    }
}
