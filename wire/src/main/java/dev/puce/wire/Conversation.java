package dev.puce.wire;

import dev.puce.iso7816.Bytes;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Consumer;

/// Decodes both directions of one connection passively and pairs replies with requests. It never throws and does
/// not change the bytes.
///
/// Bytes must be passed in the order of observation, in any pieces. Bytes that cannot be decoded become
/// [Message.NotUnderstood]; decoding continues at the next message that it recognises.
///
/// The reply to the first GET_READERS_STATE (or to the first WAIT of protocols 4.4 and 4.5) of a connection is
/// complete when the client sends its next request. Only then is the daemon's number of entries known.
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

    /// @param out receives every message as soon as it is complete
    public Conversation(Consumer<Message> out) {
        this.out = out;
    }

    /// Returns the negotiated version; empty before the negotiation.
    public Optional<ProtocolVersion> version() {
        return replies.version();
    }

    /// Decodes bytes from the client and consumes all of them.
    public void fromClient(ByteBuffer bytes, long nanos) {
        Optional<Request> request;
        do {
            if (requests.unfinished() == 0) {
                requestBegan = nanos;
            }
            request = requests.next(bytes);
            request.ifPresent(value -> request(value, nanos));
        } while (bytes.hasRemaining() || request.isPresent()); // a request may be complete without a further byte
    }

    /// Decodes bytes from the daemon and consumes all of them.
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

    /// Reports bytes that were not observed. The next bytes must be the start of a request. The negotiated
    /// version is kept; incomplete messages and unanswered requests are discarded.
    ///
    /// @param bytes number of missed bytes, in both directions
    public void missed(long bytes, long nanos) {
        requests = new RequestDecoder();
        replies = replies.restarted();
        asked.clear();
        out.accept(new Message.NotUnderstood(Direction.TO_CLIENT, Bytes.EMPTY, bytes, "not observed", nanos, nanos));
    }

    /// Reports the end of the connection. Only the first call has an effect.
    ///
    /// @param by direction of the close: TO_DAEMON if the client closed
    public void closed(Direction by, long nanos) {
        if (closed) {
            return;
        }
        requests.takeSkipped().ifPresent(skipped -> request(skipped, nanos));
        replies.end();
        drain();
        var last = new Message.Closed(by, requests.unfinished(), replies.unfinished(), nanos);
        closed = true; // set last: after a failed allocation the caller may try again
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

    /// Removes requests that get no reply, so that they do not accumulate.
    private void forgetUnanswered() {
        while (asked.size() > replies.pending()) {
            asked.remove();
        }
    }

    /// Requests before this one got no reply, even if they are equal to it.
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
