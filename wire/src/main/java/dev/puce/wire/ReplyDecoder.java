package dev.puce.wire;

import dev.puce.iso7816.Bytes;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/// Splits a daemon's byte stream into replies and events. It does no I/O, accepts any pieces and returns whole
/// messages.
///
/// Replies have neither header nor length. Callers must therefore report each request ([#sent]) before the bytes
/// of its reply. From requests and replies the decoder derives the negotiated version, the number of reader
/// entries, and whether an event is due.
///
/// ```java
/// decoder.sent(request);
/// for (var answer = decoder.next(bytes); answer.isPresent(); answer = decoder.next(bytes)) { ... }
/// ```
///
/// Exactly one message of 8 bytes follows a WAIT: an event, or the reply to STOP. The decoder recognises an event
/// that overtakes the reply to SIZE or ARRAY (a race in protocol 4.6).
///
/// Bytes that contradict the request become [Reply.Unexpected], up to the next request, where decoding restarts.
/// The decoder holds at most one message: 188 416 bytes for 1024 reader entries, otherwise 65 580.
public final class ReplyDecoder {
    /// An upper bound on the entries of a daemon.
    private static final int MAX_ENTRIES = 1024;

    /// An upper bound on the requests that a client sends without reading a reply.
    private static final int MAX_PENDING = 256;

    private static final int UNEXPECTED_SHOWN = 4096;
    private static final int UNKNOWN = -1;

    private final boolean inferring;
    private final Deque<Request> pending = new ArrayDeque<>();
    private final Deque<AnsweredRequest> ready = new ArrayDeque<>();
    private final Accumulator message = new Accumulator();

    private Optional<ProtocolVersion> version = Optional.empty();
    private int fixedCount;
    private int announcedCount = UNKNOWN;
    private int registrations;
    private String unexpected = "";
    private long unexpectedLength;

    /// Creates a decoder for a client. The daemon replies to GET_READERS_STATE with that many entries, usually
    /// [ReaderEntry#USUAL_COUNT].
    public ReplyDecoder(int fixedCount) {
        this(fixedCount, false);
    }

    private ReplyDecoder(int fixedCount, boolean inferring) {
        this.fixedCount = fixedCount;
        this.inferring = inferring;
    }

    /// Creates a decoder for a passive listener. It infers the daemon's number of entries. The first such reply
    /// is complete only when the client sends another request ([#sent]) or the connection ends ([#end]).
    public static ReplyDecoder inferring() {
        return new ReplyDecoder(UNKNOWN, true);
    }

    /// Returns a decoder that keeps the version and number of entries of this one and waits for a request.
    ReplyDecoder restarted() {
        var decoder = new ReplyDecoder(fixedCount, inferring);
        decoder.version = version;
        return decoder;
    }

    /// Returns the negotiated version; empty before the negotiation.
    public Optional<ProtocolVersion> version() {
        return version;
    }

    /// Returns the number of buffered bytes of an incomplete message.
    public long unfinished() {
        return message.length() + unexpectedLength;
    }

    /// Returns the number of requests, the last ones sent, that may still get a reply.
    int pending() {
        return pending.size();
    }

    /// Returns whether an event may arrive at any time.
    public boolean isWaiting() {
        return registrations > 0;
    }

    /// Reports that the client has sent this request.
    public void sent(Request request) {
        end();
        if (pending.size() >= MAX_PENDING) {
            pending.clear();
        }
        pending.add(request);
        skipUnanswered();
    }

    /// Completes a reply whose end only the client's behaviour reveals: a client continues after it has the whole
    /// reply.
    public void end() {
        skipUnanswered();
        if (!unexpected.isEmpty()) {
            finishUnexpected();
        } else if (message.length() > 0 && isOpen(pending.peek())) {
            inferCount();
        }
    }

    /// Returns the next message. Empty if the input ends before the message; all input is then consumed.
    public Optional<AnsweredRequest> next(ByteBuffer in) {
        while (ready.isEmpty()) {
            skipUnanswered();
            if (!unexpected.isEmpty()) {
                takeUnexpected(in);
                return Optional.empty();
            }
            if (!in.hasRemaining() && !isEmptyArray(pending.peek())) {
                return Optional.empty();
            }
            if (!step(in)) {
                return Optional.empty();
            }
        }
        return Optional.of(ready.poll());
    }

    /// Takes bytes; true if this completed a reply or detected unexpected bytes.
    private boolean step(ByteBuffer in) {
        Request head = pending.peek();
        return switch (head) {
            case null -> unasked(in);
            case Request.Unknown unknown -> {
                unexpected = "reply to command 0x%02X, which puce does not know".formatted(unknown.command());
                yield true;
            }
            case Request.GetReadersState _, Request.WaitReaderStateChange _ -> states(in, head, fixedCount);
            case Request.GetReadersStateArray _ -> states(in, head, announcedCount);
            case Request.GetReadersStateSize _ -> size(in, head);
            default -> struct(in, head);
        };
    }

    private boolean unasked(ByteBuffer in) {
        if (registrations == 0) {
            return unexpected("unsolicited bytes");
        }
        if (!message.fill(in, Layout.EVENT)) {
            return false;
        }
        return ReplyReader.looksLikeEvent(message.peek(Layout.EVENT))
                ? event()
                : unexpected("neither an event nor a reply");
    }

    private boolean struct(ByteBuffer in, Request head) {
        if (!message.fill(in, Layout.EVENT)) {
            return false;
        }
        ByteBuffer beginning = message.peek(Layout.EVENT);
        if (!ReplyReader.fits(head, beginning)) {
            return (registrations > 0 && ReplyReader.looksLikeEvent(beginning))
                    ? event()
                    : unexpected("not a reply to " + name(head));
        }
        int size = Command.of(head.command()).orElseThrow().replySize();
        if (!message.fill(in, size)) {
            return false;
        }
        if (!ReplyReader.fits(head, message.peek(size))) {
            return unexpected("not a reply to " + name(head));
        }
        int data = ReplyReader.dataLength(head, message.peek(size));
        if (data < 0 || data > Layout.MAX_DATA) {
            return unexpected("the reply to " + name(head) + " announces " + Integer.toUnsignedLong(data) + " bytes");
        }
        if (!message.fill(in, size + data)) {
            return false;
        }
        return answer(size + data);
    }

    private boolean size(ByteBuffer in, Request head) {
        if (!message.fill(in, 4)) {
            return false;
        }
        int count = message.intAt(0);
        if (count == 0 && registrations > 0) {
            return message.fill(in, Layout.EVENT) && unaskedEvent();
        }
        if (count < 0 || count > MAX_ENTRIES) {
            return unexpected("the reply to " + name(head) + " is " + Integer.toUnsignedLong(count));
        }
        announcedCount = count;
        return answer(4);
    }

    private boolean unaskedEvent() {
        return ReplyReader.looksLikeEvent(message.peek(Layout.EVENT))
                ? event()
                : unexpected("neither a number of readers nor an event");
    }

    /// The bytes after it distinguish an event before the entries from an unused first entry.
    private boolean states(ByteBuffer in, Request head, int count) {
        if (count == UNKNOWN) {
            if (message.fill(in, MAX_ENTRIES * ReaderEntry.SIZE)) {
                return unexpected("the reply to " + name(head) + " does not end");
            }
            return false;
        }
        if (registrations > 0 && count > 0) {
            if (!message.fill(in, 2 * Layout.EVENT)) {
                return false;
            }
            ByteBuffer beginning = message.peek(2 * Layout.EVENT);
            boolean unused = beginning.getLong(0) == 0 && beginning.getLong(Layout.EVENT) == 0;
            if (ReplyReader.looksLikeEvent(beginning) && !unused) {
                return event();
            }
        }
        return message.fill(in, count * ReaderEntry.SIZE) && answer(count * ReaderEntry.SIZE);
    }

    private boolean answer(int size) {
        Request request = pending.remove();
        Reply reply = ReplyReader.read(request, message.peek(size));
        message.drop(size);
        ready.add(new AnsweredRequest(Optional.of(request), reply));
        switch (reply) {
            case Reply.Version(int major, int minor, int rv)
            when rv == 0 && request instanceof Request.Version asked ->
                version = Optional.of(ProtocolVersion.negotiated(
                        new ProtocolVersion(asked.major(), asked.minor()), new ProtocolVersion(major, minor)));
            case Reply.ReadersState _ when request instanceof Request.WaitReaderStateChange -> registrations++;
            case Reply.StopWaitingReaderStateChange _ -> registrations--;
            default -> {}
        }
        return true;
    }

    private boolean event() {
        Reply.Event event = ReplyReader.event(message.peek(Layout.EVENT));
        message.drop(Layout.EVENT);
        registrations--;
        ready.add(new AnsweredRequest(Optional.empty(), event));
        return true;
    }

    /// Removes requests that get no reply: WAIT in most versions, STOP without a registration.
    private void skipUnanswered() {
        while (true) {
            Request head = pending.peek();
            if (head instanceof Request.WaitReaderStateChange
                    && !version.map(ProtocolVersion::waitAnswersStates).orElse(false)) {
                registrations++;
            } else if (!(head instanceof Request.StopWaitingReaderStateChange && registrations == 0)) {
                return;
            }
            pending.remove();
        }
    }

    private boolean isOpen(Request head) {
        return switch (head) {
            case null -> false;
            case Request.GetReadersState _, Request.WaitReaderStateChange _ -> fixedCount == UNKNOWN;
            case Request.GetReadersStateArray _ -> announcedCount == UNKNOWN;
            default -> false;
        };
    }

    private boolean isEmptyArray(Request head) {
        return head instanceof Request.GetReadersStateArray && announcedCount == 0;
    }

    /// The client continues, so it has received all entries. Events for an earlier or this WAIT may follow them.
    private void inferCount() {
        int count = message.length() / ReaderEntry.SIZE;
        boolean more = message.length() > count * ReaderEntry.SIZE;
        if (count == 0 || (more && (count < ReaderEntry.USUAL_COUNT || !endsInEvents(count * ReaderEntry.SIZE)))) {
            count = ReaderEntry.USUAL_COUNT;
        }
        if (pending.peek() instanceof Request.GetReadersStateArray) {
            announcedCount = count;
        } else {
            fixedCount = count;
        }
        ByteBuffer held = message.peek(message.length());
        var again = ByteBuffer.allocate(held.remaining()).put(held).flip();
        message.drop(message.length());
        while (again.hasRemaining() && unexpected.isEmpty()) {
            if (!step(again)) {
                return;
            }
        }
    }

    private boolean endsInEvents(int from) {
        int at = from;
        while (at + Layout.EVENT <= message.length()) {
            if (!ReplyReader.looksLikeEvent(
                    message.peek(message.length()).slice(at, Layout.EVENT).order(Layout.ORDER))) {
                return false;
            }
            at += Layout.EVENT;
        }
        return at == message.length();
    }

    /// Treats all bytes as unexpected until the client sends its next request.
    private boolean unexpected(String reason) {
        unexpected = reason;
        pending.clear();
        registrations = 0;
        if (inferring) {
            fixedCount = UNKNOWN;
            announcedCount = UNKNOWN;
        }
        return true;
    }

    private void takeUnexpected(ByteBuffer in) {
        message.fill(in, UNEXPECTED_SHOWN);
        unexpectedLength += in.remaining();
        in.position(in.limit());
    }

    private void finishUnexpected() {
        Bytes beginning = message.copy(UNEXPECTED_SHOWN);
        Optional<Request> unknown = Optional.ofNullable(pending.poll());
        ready.add(new AnsweredRequest(
                unknown, new Reply.Unexpected(beginning, message.length() + unexpectedLength, unexpected)));
        message.drop(message.length());
        unexpectedLength = 0;
        unexpected = "";
    }

    private static String name(Request request) {
        return Command.of(request.command()).map(Command::name).orElse("command " + request.command());
    }
}
