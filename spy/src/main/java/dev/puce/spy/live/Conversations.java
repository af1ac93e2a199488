package dev.puce.spy.live;

import dev.puce.pcsc.Caller;
import dev.puce.spy.relay.CaptureListener;
import dev.puce.spy.relay.ConnectionEnd;
import dev.puce.trace.redaction.Redactor;
import dev.puce.wire.Conversation;
import dev.puce.wire.Direction;
import dev.puce.wire.Message;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/// Decodes what passed the relay: one [Conversation] for each connection.
public final class Conversations implements CaptureListener {
    private final MessageListener listener;
    private final Redactor redactor;
    private final long beginNanos;
    private final Map<Integer, Spoken> connections = new HashMap<>();

    private final class Spoken {
        final Caller caller;
        final Conversation conversation = new Conversation(this::said);
        boolean notDecoded;
        Message.Closed closed;

        // What has been told of the end; who tells it comes again if there was no memory for the rest.
        ConnectionEnd ending = ConnectionEnd.CLIENT_CLOSED; // goes without saying
        boolean unfinishedTold;

        Spoken(Caller caller) {
            this.caller = caller;
        }

        private void said(Message message) {
            if (message instanceof Message.Closed last) {
                closed = last;
            } else {
                listener.message(caller, message);
            }
        }
    }

    /// Decodes for a listener.
    ///
    /// @param redactor   takes the secrets out of the callers' command lines
    /// @param beginNanos the begin of the trace, by `System.nanoTime()`
    public Conversations(MessageListener listener, Redactor redactor, long beginNanos) {
        this.listener = listener;
        this.redactor = redactor;
        this.beginNanos = beginNanos;
    }

    @Override
    public void opened(Caller process, long nanos) {
        Caller caller = redactor.redact(process);
        connections.put(caller.connection(), new Spoken(caller));
        listener.opened(caller, nanos - beginNanos);
    }

    @Override
    public void passed(int connection, Direction direction, long nanos, ByteBuffer bytes) {
        var spoken = connections.get(connection);
        if (spoken.notDecoded) {
            return;
        }
        try {
            switch (direction) {
                case TO_DAEMON -> spoken.conversation.fromClient(bytes, nanos - beginNanos);
                case TO_CLIENT -> spoken.conversation.fromDaemon(bytes, nanos - beginNanos);
            }
        } catch (RuntimeException bug) {
            spoken.notDecoded = true;
            listener.incident(
                    spoken.caller,
                    nanos - beginNanos,
                    "decoding failed, and the rest of this connection is not shown; this is a bug: " + bug);
        }
    }

    @Override
    public void lost(int connection, long nanos, long bytes) {
        missed(
                connection,
                nanos,
                bytes,
                " bytes passed that were not captured: decoding and recording fell too far behind");
    }

    @Override
    public void notUnderstood(int connection, long nanos, long bytes) {
        missed(connection, nanos, bytes, " bytes passed that were not decoded: puce had no memory left");
    }

    private void missed(int connection, long nanos, long bytes, String why) {
        var spoken = connections.get(connection);
        spoken.conversation.missed(bytes, nanos - beginNanos);
        listener.incident(spoken.caller, nanos - beginNanos, bytes + why);
    }

    @Override
    public void untold(long connections, long nanos) {
        listener.incident(
                Caller.UNKNOWN,
                nanos - beginNanos,
                connections + (connections == 1 ? " connection" : " connections")
                        + " passed of which nothing was captured: decoding and recording fell too far behind");
    }

    @Override
    public void ended(int connection, long nanos, ConnectionEnd ending, String detail) {
        var spoken = connections.get(connection);
        if (ending != spoken.ending) {
            listener.incident(
                    spoken.caller,
                    nanos - beginNanos,
                    detail.isEmpty() ? ending.text() : ending.text() + ": " + detail);
            spoken.ending = ending;
        }
        if (ending.isLast()) {
            spoken.conversation.closed(travelled(ending), nanos - beginNanos);
            var closed = spoken.closed;
            if (closed.unfinishedRequest() + closed.unfinishedReply() > 0 && !spoken.unfinishedTold) {
                listener.incident(spoken.caller, nanos - beginNanos, unfinished(closed));
                spoken.unfinishedTold = true;
            }
            listener.closed(spoken.caller, ending, closed);
            connections.remove(connection);
        }
    }

    @Override
    public void caughtUp() {
        listener.caughtUp();
    }

    private static Direction travelled(ConnectionEnd ending) {
        return switch (ending) {
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
