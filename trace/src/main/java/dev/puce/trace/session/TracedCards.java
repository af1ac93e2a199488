package dev.puce.trace.session;

import dev.puce.decode.Exchange;
import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.Call;
import dev.puce.pcsc.Disposition;
import dev.puce.pcsc.ReaderState;
import dev.puce.pcsc.Result;
import dev.puce.pcsc.ReturnCode;
import dev.puce.pcsc.TracedCall;
import dev.puce.trace.CardSessions;
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
    private static final int MAX_HANDLES = 1 << 14;

    private final CardSessions sessions;
    private final Map<Object, TracedCard> cards = new LinkedHashMap<>();

    /// For each card handle, the number of resets of its card when the program last used it.
    private final Map<Long, Long> resetsSeen = new LinkedHashMap<>();

    private final Map<String, TracedCards> otherTraces = new HashMap<>();

    /// No call has been seen yet.
    public TracedCards() {
        this(new CardSessions());
    }

    private TracedCards(CardSessions sessions) {
        this.sessions = sessions;
    }

    /// Returns an independent copy, which goes on from the calls seen so far. With copies at intervals, a part of a
    /// trace can be explained without the calls before it.
    public TracedCards copy() {
        var copy = new TracedCards(sessions.copy());
        cards.forEach((key, card) -> copy.cards.put(key, card.copy()));
        copy.resetsSeen.putAll(resetsSeen);
        return copy;
    }

    /// Takes note of a call. Must see every call, in their order.
    public Observation observe(TracedCall traced) {
        var trace = traced.provenance().source();
        return trace.isEmpty()
                ? observeAlone(traced)
                : otherTraces
                        .computeIfAbsent(trace.get(), _ -> new TracedCards())
                        .observeAlone(traced);
    }

    private Observation observeAlone(TracedCall traced) {
        var session = sessions.observe(traced);
        if (traced.call() instanceof Call.GetStatusChange) {
            return new Observation(session, Bytes.EMPTY, Optional.empty(), changes(traced));
        }
        if (traced.call() instanceof Call.Mark mark && mark.atr().isPresent()) {
            return powered(traced, session, mark.atr().get());
        }
        if (session.isEmpty()) {
            return traced.call() instanceof Call.Transmit transmit
                    ? observe(transmit, traced, session, card(traced, ""))
                    : new Observation(session, Bytes.EMPTY, Optional.empty(), List.of());
        }
        var card = card(traced, session.get().reader());
        noticeUnseenReset(traced, card);
        if (traced.call() instanceof Call.Transmit transmit) {
            return observe(transmit, traced, session, card);
        }
        if (traced.result() instanceof Result.Status status) {
            card.identify(status.atr());
        }
        if (resets(traced)) {
            card.reset();
        }
        return new Observation(session, card.atr(), Optional.empty(), List.of());
    }

    /// A log says that the card was powered, and gives its ATR.
    private Observation powered(TracedCall traced, Optional<CardSessions.Session> session, Bytes atr) {
        var card = card(traced, traced.provenance().reader().orElse(""));
        card.power(atr);
        return new Observation(session, atr, Optional.empty(), List.of());
    }

    private static Observation observe(
            Call.Transmit transmit, TracedCall traced, Optional<CardSessions.Session> session, TracedCard card) {
        Exchange exchange = card.explain(transmit, traced);
        return new Observation(session, card.atr(), Optional.of(exchange), List.of());
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
    private void noticeUnseenReset(TracedCall traced, TracedCard card) {
        long handle = handle(traced);
        if (!Call.isKnown(handle)) {
            return;
        }
        boolean reports =
                traced.outcome().isPresent() && traced.outcome().get().code().equals(ReturnCode.RESET_CARD);
        if (reports && resetsSeen.getOrDefault(handle, 0L) == card.resets()) {
            card.reset();
        }
        long resets = card.resets() + (resets(traced) ? 1 : 0);
        if (resets > 0) {
            limit(resetsSeen, handle, MAX_HANDLES);
            resetsSeen.put(handle, resets);
        }
    }

    private static long handle(TracedCall traced) {
        return switch (traced.call()) {
            case Call.Connect _ ->
                traced.result() instanceof Result.Connect result ? result.card() : Call.UNKNOWN_HANDLE;
            case Call.Reconnect reconnect -> reconnect.card();
            case Call.Disconnect disconnect -> disconnect.card();
            case Call.BeginTransaction begin -> begin.card();
            case Call.EndTransaction end -> end.card();
            case Call.Status status -> status.card();
            case Call.Transmit transmit -> transmit.card();
            default -> Call.UNKNOWN_HANDLE;
        };
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

    /// The card at a reader. If the reader is not known, the calls of one connection count as one card.
    private TracedCard card(TracedCall traced, String reader) {
        long handle = handle(traced);
        return card(!reader.isEmpty() ? reader : Call.isKnown(handle) ? (Object) handle : traced.caller());
    }

    private TracedCard card(Object key) {
        limit(cards, key, MAX_CARDS);
        return cards.computeIfAbsent(key, _ -> new TracedCard());
    }

    private static <K, V> void limit(Map<K, V> map, K key, int most) {
        if (map.size() >= most && !map.containsKey(key)) {
            var oldest = map.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
    }
}
