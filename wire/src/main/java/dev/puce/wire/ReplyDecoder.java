package dev.puce.wire;

import dev.puce.iso7816.Bytes;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/// Cuts what a daemon sends into replies and events. No I/O; takes any pieces, gives whole messages.
///
/// Replies have neither header nor length, so the decoder must be told each request ([#sent]) when it goes
/// out, before the bytes that answer it. From what it is told and reads it knows the negotiated version, the
/// number of reader entries, and whether an event is due.
///
/// ```java
/// decoder.sent(request);
/// for (var answer = decoder.next(bytes); answer.isPresent(); answer = decoder.next(bytes)) { ... }
/// ```
///
/// One WAIT is followed by exactly one message of 8 bytes: an event, or the answer to STOP. An event that
/// overtakes the answer to SIZE or ARRAY (a race in protocol 4.6) is recognised.
///
/// What contradicts the request is [Reply.Unexpected], and so is everything after it up to the next request,
/// with which the decoder starts afresh. Holds at most one message: 188 416 bytes for 1024 entries of
/// readers, else 65 580.
public final class ReplyDecoder {
    /// More entries than any daemon has.
    private static final int MAX_ENTRIES = 1024;

    /// More requests than any client sends without reading an answer.
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

    /// For a client of a daemon that answers GET_READERS_STATE with that many entries:
    /// [ReaderEntry#USUAL_COUNT] in all builds but few.
    public ReplyDecoder(int fixedCount) {
        this(fixedCount, false);
    }

    private ReplyDecoder(int fixedCount, boolean inferring) {
        this.fixedCount = fixedCount;
        this.inferring = inferring;
    }

    /// For somebody who only listens: finds out how many entries the daemon sends. The first such reply is
    /// complete only when the client goes on ([#sent]) or the connection ends ([#end]).
    public static ReplyDecoder inferring() {
        return new ReplyDecoder(UNKNOWN, true);
    }

    /// A decoder that knows what this one has learned of the daemon, and waits for a request.
    ReplyDecoder afresh() {
        var decoder = new ReplyDecoder(fixedCount, inferring);
        decoder.version = version;
        return decoder;
    }

    /// What both sides speak; empty before they have agreed.
    public Optional<ProtocolVersion> version() {
        return version;
    }

    /// Number of bytes held of a message that is not complete.
    public long unfinished() {
        return message.length() + unexpectedLength;
    }

    /// Number of requests, the last ones sent, that may still be answered.
    int pending() {
        return pending.size();
    }

    /// Whether an event may come at any time.
    public boolean isWaiting() {
        return registrations > 0;
    }

    /// Tells the decoder that the client has sent this request.
    public void sent(Request request) {
        end();
        if (pending.size() >= MAX_PENDING) {
            pending.clear();
        }
        pending.add(request);
        skipUnanswered();
    }

    /// Takes what has come up to now as complete, where only that can tell: a client goes on when it has its
    /// answer.
    public void end() {
        skipUnanswered();
        if (!unexpected.isEmpty()) {
            finishUnexpected();
        } else if (message.length() > 0 && isOpen(pending.peek())) {
            inferCount();
        }
    }

    /// The next message, or nothing if the input ends before it does; then all of the input has been taken.
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

    /// Takes bytes; true if that led to an answer or to something unexpected.
    private boolean step(ByteBuffer in) {
        Request head = pending.peek();
        return switch (head) {
            case null -> unasked(in);
            case Request.Unknown unknown -> {
                unexpected = "answer to command 0x%02X, which puce does not know".formatted(unknown.command());
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
            return unexpected("nobody asked for this");
        }
        if (!message.fill(in, Layout.EVENT)) {
            return false;
        }
        return ReplyReader.looksLikeEvent(message.peek(Layout.EVENT))
                ? event()
                : unexpected("neither an event nor an answer");
    }

    private boolean struct(ByteBuffer in, Request head) {
        if (!message.fill(in, Layout.EVENT)) {
            return false;
        }
        ByteBuffer beginning = message.peek(Layout.EVENT);
        if (!ReplyReader.fits(head, beginning)) {
            return (registrations > 0 && ReplyReader.looksLikeEvent(beginning))
                    ? event()
                    : unexpected("this does not answer " + name(head));
        }
        int size = Command.of(head.command()).orElseThrow().replySize();
        if (!message.fill(in, size)) {
            return false;
        }
        if (!ReplyReader.fits(head, message.peek(size))) {
            return unexpected("this does not answer " + name(head));
        }
        int data = ReplyReader.dataLength(head, message.peek(size));
        if (data < 0 || data > Layout.MAX_DATA) {
            return unexpected("the answer to " + name(head) + " announces " + Integer.toUnsignedLong(data) + " bytes");
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
            return unexpected("the answer to " + name(head) + " is " + Integer.toUnsignedLong(count));
        }
        announcedCount = count;
        return answer(4);
    }

    private boolean unaskedEvent() {
        return ReplyReader.looksLikeEvent(message.peek(Layout.EVENT)) ? event() : unexpected("no readers, no event");
    }

    /// An event in front of the entries is told from an unused first entry by what follows it.
    private boolean states(ByteBuffer in, Request head, int count) {
        if (count == UNKNOWN) {
            if (message.fill(in, MAX_ENTRIES * ReaderEntry.SIZE)) {
                return unexpected("the answer to " + name(head) + " does not end");
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

    /// Removes requests that get no answer: WAIT in most versions, STOP when nothing is registered any more.
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

    /// The client goes on, so it has all entries; behind them there may be events for an earlier or this WAIT.
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

    /// From here on nothing is understood, until the client sends its next request.
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
