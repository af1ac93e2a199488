package dev.puce.spy.live;

import dev.puce.pcsc.Caller;
import dev.puce.spy.relay.CaptureListener;
import dev.puce.spy.relay.Ending;
import dev.puce.wire.Conversation;
import dev.puce.wire.Direction;
import dev.puce.wire.Message;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/// Decodes what passed the relay: one [Conversation] for each connection.
public final class Conversations implements CaptureListener {
    private final MessageListener listener;
    private final Map<Integer, Spoken> connections = new HashMap<>();

    private record Spoken(Caller caller, Conversation conversation) {}

    public Conversations(MessageListener listener) {
        this.listener = listener;
    }

    @Override
    public void opened(Caller caller, long nanos) {
        connections.put(caller.connection(), new Spoken(caller, new Conversation(message -> said(caller, message))));
        listener.opened(caller, nanos);
    }

    @Override
    public void passed(int connection, Direction direction, long nanos, ByteBuffer bytes) {
        var conversation = connections.get(connection).conversation;
        switch (direction) {
            case TO_DAEMON -> conversation.fromClient(bytes, nanos);
            case TO_CLIENT -> conversation.fromDaemon(bytes, nanos);
        }
    }

    @Override
    public void lost(int connection, long nanos, long bytes) {
        var spoken = connections.get(connection);
        spoken.conversation.missed();
        listener.incident(
                spoken.caller,
                nanos,
                bytes + " bytes passed that were not captured: reading and recording them fell too far behind");
    }

    @Override
    public void ended(int connection, long nanos, Ending ending, String detail) {
        var spoken = connections.get(connection);
        if (ending.isLast()) {
            connections.remove(connection);
            spoken.conversation.closed(
                    ending == Ending.DAEMON_CLOSED || ending == Ending.DAEMON_RESET
                            ? Direction.TO_CLIENT
                            : Direction.TO_DAEMON,
                    nanos);
        }
        if (ending != Ending.CLIENT_CLOSED) {
            listener.incident(spoken.caller, nanos, detail.isEmpty() ? ending.text() : ending.text() + ": " + detail);
        }
    }

    @Override
    public void caughtUp() {
        listener.caughtUp();
    }

    private void said(Caller caller, Message message) {
        if (message instanceof Message.Closed(Direction by, long request, long reply, long nanos)
                && request + reply > 0) {
            listener.incident(caller, nanos, unfinished(by, request, reply));
        }
        listener.message(caller, message);
    }

    private static String unfinished(Direction by, long request, long reply) {
        var who = by == Direction.TO_DAEMON ? "the program" : "the daemon";
        return request > 0
                ? who + " ended the connection after " + request + " bytes of an unfinished request"
                : who + " ended the connection after " + reply + " bytes of an unfinished reply";
    }
}
