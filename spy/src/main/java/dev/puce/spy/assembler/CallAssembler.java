package dev.puce.spy.assembler;

import dev.puce.pcsc.Call;
import dev.puce.pcsc.Caller;
import dev.puce.pcsc.Result;
import dev.puce.pcsc.TracedCall;
import dev.puce.wire.Direction;
import dev.puce.wire.Message;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Reconstructs the calls of the PC/SC API from the messages of any number of connections.
///
/// Tell it when a connection is opened, what a [dev.puce.wire.Conversation] makes of its bytes, and when it
/// is closed. Calls come out when they are complete, numbered from 1 in this order. One that may still be
/// continued by the library (a refused BEGIN_TRANSACTION will be repeated, a listing of the readers may be
/// the first half of SCardStatus) comes with the next message of its connection, or when [#settle] finds that
/// it has waited long enough.
///
/// Times are those of the messages, in nanoseconds since the begin of the trace. To be used by one thread.
public final class CallAssembler {
    private record Connection(Caller caller, ConnectionAssembler assembler) {}

    private final Consumer<TracedCall> out;
    private final Map<Integer, Connection> connections = new HashMap<>();
    private final Map<Long, Integer> connectionOfContext = new HashMap<>();
    private long sequence;

    /// @param out gets every call as soon as it is complete
    public CallAssembler(Consumer<TracedCall> out) {
        this.out = out;
    }

    /// A client has connected.
    ///
    /// @param connection a number that no open connection has
    /// @param caller     who is there; its calls carry it
    public void opened(int connection, Caller caller, long nanos) {
        var assembler = new ConnectionAssembler(nanos, finished -> emit(connection, caller, finished));
        connections.put(connection, new Connection(caller, assembler));
    }

    /// Something was said on the connection. [Message.Closed] closes it.
    public void message(int connection, Message message) {
        Connection open = connections.get(connection);
        if (open == null) {
            return;
        }
        open.assembler().message(message);
        if (message instanceof Message.Closed closed) {
            ClosedBy closedBy = closed.by() == Direction.TO_DAEMON ? ClosedBy.CLIENT : ClosedBy.DAEMON;
            closed(connection, closedBy, closed.lastNanos());
        }
    }

    /// The connection has ended; what is not known of it is ignored.
    public void closed(int connection, ClosedBy closedBy, long nanos) {
        Connection open = connections.remove(connection);
        if (open != null) {
            open.assembler().close(closedBy, nanos);
            connectionOfContext.values().removeIf(owner -> owner == connection);
        }
    }

    /// Gives the calls that could still continue but have not done so for a second. To be called now and then
    /// by a view that shows calls while they are made.
    ///
    /// @param nanos now
    public void settle(long nanos) {
        connections.values().forEach(open -> open.assembler().settle(nanos));
    }

    /// The end of the trace: calls that still run come without an outcome.
    public void end(long nanos) {
        for (int connection : List.copyOf(new ArrayList<>(connections.keySet()))) {
            closed(connection, ClosedBy.OBSERVER, nanos);
        }
    }

    private void emit(int connection, Caller caller, Draft.Finished finished) {
        if (finished.outcome().map(TracedCall.Outcome::result).orElse(Result.NONE)
                instanceof Result.EstablishContext(long context)) {
            connectionOfContext.put(context, connection);
        }
        out.accept(new TracedCall(
                ++sequence,
                callerOf(finished.call(), caller),
                finished.startNanos(),
                finished.call(),
                finished.outcome()));
    }

    /// SCardCancel comes on a connection of its own, but belongs to the one whose context it names.
    private Caller callerOf(Call call, Caller caller) {
        if (!(call instanceof Call.Cancel(long context))) {
            return caller;
        }
        return Optional.ofNullable(connectionOfContext.get(context))
                .map(connections::get)
                .map(Connection::caller)
                .filter(owner -> owner.pid().equals(caller.pid()))
                .orElse(caller);
    }
}
