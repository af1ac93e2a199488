package dev.puce.trace.session;

import dev.puce.decode.Exchange;
import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.Call;
import dev.puce.pcsc.Disposition;
import dev.puce.pcsc.ReaderState;
import dev.puce.pcsc.Result;
import dev.puce.pcsc.ReturnCode;
import dev.puce.pcsc.TracedCall;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Follows the cards of a trace and explains their commands. Programs that use the same reader share the card.
///
/// Traces that are shown together are followed apart: each shows all exchanges with the card.
///
/// Resets, insertions and removals clear the state of a card. `SCARD_W_RESET_CARD` clears it too, unless the trace
/// already showed the reset. Memory is bounded: the readers and handles that were seen first are forgotten.
public final class TracedCards {
    private static final int MAX_CARDS = 1 << 10;

    /// Approximate memory of a connection.
    private static final int CONNECTION_BYTES = 150;

    /// Approximate memory of a card: 21 channels with their latest exchanges.
    private static final int CARD_BYTES = 2000;

    private final MessagingKeys keys;
    private final TracedConnections connections;
    private final Map<Object, TracedCard> cards = new LinkedHashMap<>();

    private final Map<String, TracedCards> otherTraces = new HashMap<>();

    /// No call has been seen yet. Protected exchanges stay encrypted.
    public TracedCards() {
        this(MessagingKeys.NONE);
    }

    /// No call has been seen yet.
    ///
    /// @param keys keys that decrypt secure messaging
    public TracedCards(MessagingKeys keys) {
        this(keys, new TracedConnections());
    }

    private TracedCards(MessagingKeys keys, TracedConnections connections) {
        this.keys = keys;
        this.connections = connections;
    }

    /// Returns an independent copy, which goes on from the calls seen so far. With copies at intervals, a part of a
    /// trace can be explained without the calls before it.
    public TracedCards copy() {
        var copy = new TracedCards(keys, connections.copy());
        cards.forEach((key, card) -> copy.cards.put(key, card.copy()));
        otherTraces.forEach((trace, other) -> copy.otherTraces.put(trace, other.copy()));
        return copy;
    }

    /// Approximate memory of the state, in bytes, for users that keep copies.
    public long memoryBytes() {
        return (long) CONNECTION_BYTES * connections.size()
                + (long) CARD_BYTES * cards.size()
                + otherTraces.values().stream()
                        .mapToLong(TracedCards::memoryBytes)
                        .sum();
    }

    /// Takes note of a call. Must see every call, in their order.
    public Observation observe(TracedCall traced) {
        var trace = traced.provenance().source();
        return trace.isEmpty()
                ? observeAlone(traced)
                : otherTraces
                        .computeIfAbsent(trace.get(), _ -> new TracedCards(keys))
                        .observeAlone(traced);
    }

    private Observation observeAlone(TracedCall traced) {
        var connection = connections.observe(traced);
        return connection == null ? withoutConnection(traced) : observe(traced, connection);
    }

    private Observation withoutConnection(TracedCall traced) {
        return switch (traced.call()) {
            case Call.GetStatusChange _ ->
                new Observation("", Optional.empty(), Bytes.EMPTY, Optional.empty(), changes(traced));
            case Call.Mark mark
            when mark.atr().isPresent() -> powered(traced, mark.atr().get());
            default -> Observation.NONE;
        };
    }

    /// A log says that the card was powered, and gives its ATR.
    private Observation powered(TracedCall traced, Bytes atr) {
        var reader = traced.provenance().reader();
        card(reader.isPresent() ? reader.get() : traced.caller()).power(atr);
        return new Observation("", Optional.empty(), atr, Optional.empty(), List.of());
    }

    private Observation observe(TracedCall traced, TracedConnection connection) {
        var card = card(connection);
        var aid = card.aid();
        boolean resets = resets(traced);
        noticeUnseenReset(traced, connection, card, resets);
        var exchange = traced.call() instanceof Call.Transmit transmit
                ? Optional.of(card.explain(transmit, traced))
                : Optional.<Exchange>empty();
        if (traced.result() instanceof Result.Status status) {
            card.identify(status.atr());
        }
        if (resets) {
            card.reset();
        }
        return new Observation(connection.reader(), aid, card.atr(), exchange, List.of());
    }

    private List<CardChange> changes(TracedCall traced) {
        if (!(traced.result() instanceof Result.GetStatusChange(var readers))) {
            return List.of();
        }
        var changes = new ArrayList<CardChange>();
        for (ReaderState state : readers) {
            if (!state.reader().isEmpty()) {
                card(state.reader())
                        .observe(state.reader(), state.eventState(), state.atr())
                        .ifPresent(changes::add);
            }
        }
        return changes;
    }

    /// Another program, which the trace does not show, may have reset the card.
    private static void noticeUnseenReset(
            TracedCall traced, TracedConnection connection, TracedCard card, boolean resets) {
        boolean reports =
                traced.outcome().isPresent() && traced.outcome().get().code().equals(ReturnCode.RESET_CARD);
        if (reports && connection.resetsSeen() == card.resets()) {
            card.reset();
        }
        connection.seeResets(card.resets() + (resets ? 1 : 0));
    }

    /// Whether the call reset the card.
    private static boolean resets(TracedCall traced) {
        if (traced.outcome().isEmpty() || !traced.outcome().get().code().isSuccess()) {
            return false;
        }
        return switch (traced.call()) {
            case Call.Reconnect reconnect -> isReset(reconnect.initialization());
            case Call.Disconnect disconnect -> isReset(disconnect.disposition());
            case Call.EndTransaction end -> isReset(end.disposition());
            default -> false;
        };
    }

    private static boolean isReset(Disposition disposition) {
        return !disposition.equals(Disposition.LEAVE) && !disposition.equals(Disposition.UNKNOWN);
    }

    private TracedCard card(TracedConnection connection) {
        if (connection.card() == null) {
            connection.use(card(connection.cardKey()));
        }
        return connection.card();
    }

    private TracedCard card(Object key) {
        var known = cards.get(key);
        if (known != null) {
            return known;
        }
        if (cards.size() >= MAX_CARDS) {
            var oldest = cards.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
        var card = new TracedCard(keys);
        cards.put(key, card);
        return card;
    }
}
