package dev.puce.spy.live;

import dev.puce.pcsc.Call;
import dev.puce.pcsc.Caller;
import dev.puce.pcsc.Result;
import dev.puce.pcsc.ShareMode;
import dev.puce.pcsc.TracedCall;
import dev.puce.spy.WaitingCall.Holder;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Follows the programs that hold cards exclusively or in a transaction.
final class CardHolders {
    private record Connection(Caller caller, String reader) {}

    private final Map<Long, Connection> connections = new HashMap<>();
    private final Map<String, Map.Entry<Long, Holder>> holders = new HashMap<>();

    /// Adds a complete call.
    void observe(TracedCall traced) {
        if (traced.outcome().isEmpty() || traced.outcome().get().code().isFailure()) {
            return;
        }
        long endNanos = traced.startNanos() + traced.outcome().get().durationNanos();
        switch (traced.call()) {
            case Call.Connect connect -> {
                if (traced.result() instanceof Result.Connect(long card, var _)) {
                    connections.put(card, new Connection(traced.caller(), connect.reader()));
                    hold(card, connect.shareMode().equals(ShareMode.EXCLUSIVE), endNanos);
                }
            }
            case Call.Reconnect reconnect ->
                hold(reconnect.card(), reconnect.shareMode().equals(ShareMode.EXCLUSIVE), endNanos);
            case Call.BeginTransaction begin -> {
                Connection connection = connections.get(begin.card());
                if (connection != null) {
                    var holder = new Holder(connection.caller(), false, endNanos);
                    holders.putIfAbsent(connection.reader(), Map.entry(begin.card(), holder));
                }
            }
            case Call.EndTransaction end -> release(end.card(), false);
            case Call.Disconnect disconnect -> {
                release(disconnect.card(), true);
                connections.remove(disconnect.card());
            }
            default -> {}
        }
    }

    private void hold(long card, boolean exclusively, long nanos) {
        Connection connection = connections.get(card);
        if (connection != null && exclusively) {
            holders.put(connection.reader(), Map.entry(card, new Holder(connection.caller(), true, nanos)));
        } else {
            release(card, true);
        }
    }

    private void release(long card, boolean evenIfExclusive) {
        holders.values()
                .removeIf(held -> held.getKey() == card
                        && (evenIfExclusive || !held.getValue().isExclusive()));
    }

    /// Removes a connection to the daemon with all its cards.
    void closed(int connection) {
        connections.values().removeIf(open -> open.caller().connection() == connection);
        holders.values().removeIf(held -> held.getValue().caller().connection() == connection);
    }

    /// Returns the reader that a call concerns; empty if it is not known.
    String readerOf(Call call) {
        return switch (call) {
            case Call.Connect connect -> connect.reader();
            case Call.Reconnect reconnect -> readerOf(reconnect.card());
            case Call.Disconnect disconnect -> readerOf(disconnect.card());
            case Call.BeginTransaction begin -> readerOf(begin.card());
            case Call.EndTransaction end -> readerOf(end.card());
            case Call.Status status -> readerOf(status.card());
            case Call.Transmit transmit -> readerOf(transmit.card());
            case Call.Control control -> readerOf(control.card());
            default -> "";
        };
    }

    private String readerOf(long card) {
        Connection connection = connections.get(card);
        return connection == null ? "" : connection.reader();
    }

    /// Returns the program that holds the card in a reader, unless it is the caller's own connection.
    Optional<Holder> holder(String reader, Caller caller) {
        return Optional.ofNullable(holders.get(reader))
                .map(Map.Entry::getValue)
                .filter(held -> held.caller().connection() != caller.connection());
    }
}
