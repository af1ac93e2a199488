package dev.puce.spy.assembler;

import dev.puce.pcsc.Call;
import dev.puce.pcsc.Caller;
import dev.puce.pcsc.Result;
import dev.puce.pcsc.TracedCall;
import dev.puce.wire.Direction;
import dev.puce.wire.Message;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Reconstructs the calls of the PC/SC API from the messages of any number of connections.
///
/// It receives the opening of each connection, its messages (decoded by [dev.puce.wire.Conversation]), and its
/// end. It delivers calls when they are complete, numbered from 1 in this order. The library may still continue
/// some calls: it repeats a refused BEGIN_TRANSACTION, and a listing of the readers may be the first half of
/// SCardStatus. Such a call is delivered with the next message of its connection, or when [#settle] finds it old
/// enough.
///
/// Times are those of the messages, in nanoseconds since the start of the trace. For one thread.
public final class CallAssembler {
    /// A call that takes longer is worth showing while it waits.
    private static final long LONG_NANOS = 1_000_000_000;

    private record Connection(Caller caller, ConnectionAssembler assembler) {}

    private final Consumer<TracedCall> out;
    private final Map<Integer, Connection> connections = new HashMap<>();
    private final Map<Long, Integer> connectionOfContext = new HashMap<>();

    private long sequence;

    /// @param out receives every call as soon as it is complete
    public CallAssembler(Consumer<TracedCall> out) {
        this.out = out;
    }

    /// Adds a connection.
    ///
    /// @param connection a number that no other open connection has
    /// @param caller     the program; part of its calls
    public void opened(int connection, Caller caller, long nanos) {
        var assembler = new ConnectionAssembler(nanos, finished -> emit(connection, caller, finished));
        connections.put(connection, new Connection(caller, assembler));
    }

    /// Adds a message of a connection. [Message.Closed] closes it.
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

    /// Removes a connection. Ignores unknown ones.
    public void closed(int connection, ClosedBy closedBy, long nanos) {
        Connection open = connections.remove(connection);
        if (open != null) {
            open.assembler().close(closedBy, nanos);
            connectionOfContext.values().removeIf(owner -> owner == connection);
        }
    }

    /// Delivers the calls that could continue, but have not continued for a second. To be called regularly by a
    /// live view.
    ///
    /// @param nanos now
    public void settle(long nanos) {
        connections.values().forEach(open -> open.assembler().settle(nanos));
    }

    /// Returns the calls that wait for at least a second: without an outcome, and without a number yet (0).
    ///
    /// @param nanos now
    public List<TracedCall> waiting(long nanos) {
        var waiting = new ArrayList<TracedCall>();
        for (Connection open : connections.values()) {
            open.assembler()
                    .waiting()
                    .filter(call -> nanos - call.startNanos() >= LONG_NANOS)
                    .ifPresent(call -> waiting.add(
                            new TracedCall(0, open.caller(), call.startNanos(), call.call(), Optional.empty())));
        }
        waiting.sort(Comparator.comparingLong(TracedCall::startNanos));
        return waiting;
    }

    /// Ends the trace. Calls that still run are delivered without an outcome.
    public void end(long nanos) {
        for (int connection : List.copyOf(new ArrayList<>(connections.keySet()))) {
            closed(connection, ClosedBy.OBSERVER, nanos);
        }
    }

    private void emit(int connection, Caller caller, PendingCall.Finished finished) {
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

    /// SCardCancel uses its own connection, but belongs to the connection of its context.
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
