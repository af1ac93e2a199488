package dev.puce.trace.session;

import dev.puce.pcsc.Call;
import dev.puce.pcsc.Result;
import dev.puce.pcsc.TracedCall;
import java.util.LinkedHashMap;
import java.util.Map;

/// Knows which reader a card handle belongs to, from the calls seen so far.
///
/// Handles are forgotten when they are disconnected, and the oldest when there are very many.
public final class TracedConnections {
    private static final int MAX_CONNECTIONS = 1 << 12;

    private final Map<Object, TracedConnection> connections = new LinkedHashMap<>();

    /// No call has been seen yet.
    public TracedConnections() {}

    /// Returns an independent copy, which goes on from the calls seen so far.
    TracedConnections copy() {
        var copy = new TracedConnections();
        connections.forEach((key, connection) -> copy.connections.put(key, connection.copy()));
        return copy;
    }

    /// Number of connections that are known.
    int size() {
        return connections.size();
    }

    /// Takes note of a call. Must see every call, in their order.
    ///
    /// @return name of the reader that the call belongs to; empty if it is not known, or the call belongs to none
    public String reader(TracedCall traced) {
        var connection = observe(traced);
        return connection == null ? "" : connection.reader();
    }

    /// Takes note of a call. Must see every call, in their order.
    ///
    /// @return the connection that the call belongs to, or begins; `null` if it belongs to none
    TracedConnection observe(TracedCall traced) {
        return switch (traced.call()) {
            case Call.Connect connect -> {
                var made = traced.result() instanceof Result.Connect result ? result : null;
                long card = made == null ? Call.UNKNOWN_HANDLE : made.card();
                var key = key(card, traced);
                var connection = new TracedConnection(connect.reader(), key);
                if (made != null) {
                    remember(key, connection);
                }
                yield connection;
            }
            case Call.Transmit transmit -> find(transmit.card(), traced);
            case Call.Disconnect(long card, var _) -> disconnect(card, traced);
            case Call.Status(long card) -> status(card, traced);
            case Call.Reconnect reconnect -> find(reconnect.card(), traced);
            case Call.BeginTransaction(long card) -> find(card, traced);
            case Call.EndTransaction(long card, var _) -> find(card, traced);
            case Call.Control control -> find(control.card(), traced);
            case Call.GetAttrib(long card, var _) -> find(card, traced);
            case Call.SetAttrib(long card, var _, var _) -> find(card, traced);
            case Call.EstablishContext _,
                    Call.ReleaseContext _,
                    Call.IsValidContext _,
                    Call.ListReaders _,
                    Call.ListReaderGroups _,
                    Call.GetStatusChange _,
                    Call.Cancel _,
                    Call.FreeMemory _,
                    Call.NameOnly _,
                    Call.Mark _,
                    Call.Unknown _ -> null;
        };
    }

    private TracedConnection disconnect(long card, TracedCall traced) {
        var connection = find(card, traced);
        if (traced.outcome().isPresent() && traced.outcome().get().code().isSuccess()) {
            connections.remove(key(card, traced));
        }
        return connection;
    }

    /// The connection of a call that may name the reader.
    private TracedConnection status(long card, TracedCall traced) {
        var connection = find(card, traced);
        if (connection.reader().isEmpty() && traced.result() instanceof Result.Status status) {
            var key = key(card, traced);
            connection = new TracedConnection(status.reader(), key);
            remember(key, connection);
        }
        return connection;
    }

    /// The connection of a card handle. Without a handle, calls at one reader, or of one caller, count as one.
    private TracedConnection find(long card, TracedCall traced) {
        var key = key(card, traced);
        var connection = connections.get(key);
        if (connection == null) {
            connection = new TracedConnection(traced.provenance().reader().orElse(""), key);
            remember(key, connection);
        }
        return connection;
    }

    private static Object key(long card, TracedCall traced) {
        if (Call.isKnown(card)) {
            return card;
        }
        var reader = traced.provenance().reader();
        return reader.isPresent() ? reader.get() : traced.caller();
    }

    private void remember(Object key, TracedConnection connection) {
        if (connections.size() >= MAX_CONNECTIONS && !connections.containsKey(key)) {
            var oldest = connections.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
        connections.put(key, connection);
    }
}
