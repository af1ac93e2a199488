package dev.puce.spy.relay;

import dev.puce.pcsc.Caller;
import dev.puce.spy.ConnectionEnd;
import dev.puce.spy.TraceEvent;
import dev.puce.spy.TraceListener;
import dev.puce.wire.Conversation;
import dev.puce.wire.Direction;
import dev.puce.wire.Message;
import java.nio.ByteBuffer;

/// Decodes the captured bytes of one connection into events.
final class ConnectionDecoder implements CapturedBytes {
    private final Caller caller;
    private final TraceListener listener;
    private final long startNanos;
    private final Conversation conversation = new Conversation(this::decoded);
    private boolean decodingFailed;
    private Message.Closed closed;

    /// Reports that the connection is open.
    ///
    /// @param caller      the program, without secrets in its command line
    /// @param openedNanos when it connected, by `System.nanoTime()`
    /// @param startNanos  start of the trace, by `System.nanoTime()`
    ConnectionDecoder(Caller caller, long openedNanos, TraceListener listener, long startNanos) {
        this.caller = caller;
        this.listener = listener;
        this.startNanos = startNanos;
        listener.accept(new TraceEvent.Opened(caller, openedNanos - startNanos));
    }

    private void decoded(Message message) {
        if (message instanceof Message.Closed last) {
            closed = last;
        } else {
            listener.accept(new TraceEvent.Passed(caller, message));
        }
    }

    @Override
    public void passed(Direction direction, long nanos, ByteBuffer bytes) {
        if (decodingFailed) {
            return;
        }
        try {
            switch (direction) {
                case TO_DAEMON -> conversation.fromClient(bytes, nanos - startNanos);
                case TO_CLIENT -> conversation.fromDaemon(bytes, nanos - startNanos);
            }
        } catch (RuntimeException bug) {
            decodingFailed = true;
            report(nanos, "decoding failed, and the rest of this connection is not shown; this is a bug: " + bug);
        }
    }

    @Override
    public void dropped(long nanos, long bytes) {
        conversation.missed(bytes, nanos - startNanos);
        report(nanos, bytes + " bytes passed that were not captured: decoding and recording fell too far behind");
    }

    @Override
    public void ended(ConnectionEnd end, long nanos, String detail) {
        if (end != ConnectionEnd.CLIENT_CLOSED) {
            report(nanos, detail.isEmpty() ? end.text() : end.text() + ": " + detail);
        }
        if (end.isLast()) {
            conversation.closed(sender(end), nanos - startNanos);
            if (closed.unfinishedRequest() + closed.unfinishedReply() > 0) {
                report(nanos, unfinished(closed));
            }
            listener.accept(new TraceEvent.Closed(caller, end, closed));
        }
    }

    private void report(long nanos, String what) {
        listener.accept(new TraceEvent.Incident(caller, nanos - startNanos, what));
    }

    /// The direction in which the end of the stream travelled.
    private static Direction sender(ConnectionEnd end) {
        return switch (end) {
            case DAEMON_CLOSED, DAEMON_RESET, DAEMON_RESET_LATE, DAEMON_UNREACHABLE, REFUSED -> Direction.TO_CLIENT;
            case CLIENT_CLOSED, CLIENT_STOPPED_SENDING, RELAY_STOPPED, RELAY_FAILED -> Direction.TO_DAEMON;
        };
    }

    private static String unfinished(Message.Closed closed) {
        return closed.unfinishedRequest() > 0
                ? "the connection ended after " + closed.unfinishedRequest() + " bytes of an unfinished request"
                : "the connection ended after " + closed.unfinishedReply() + " bytes of an unfinished reply";
    }
}
