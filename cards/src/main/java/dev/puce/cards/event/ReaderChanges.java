package dev.puce.cards.event;

import dev.puce.cards.event.ReaderEvent.CardInserted;
import dev.puce.cards.event.ReaderEvent.CardRemoved;
import dev.puce.cards.event.ReaderEvent.ReaderArrived;
import dev.puce.cards.event.ReaderEvent.ReaderLeft;
import dev.puce.cards.event.ReaderEvent.StateChanged;
import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.EventState;
import dev.puce.pcsc.ReaderState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Computes the events between two snapshots of the readers, without I/O.
///
/// Each reader has an event counter with one step per insertion and removal. It shows what presence alone cannot:
/// a card that was swapped, or that was inserted and removed, between two snapshots.
final class ReaderChanges {
    private static final int FLAGS = EventState.EMPTY
            | EventState.PRESENT
            | EventState.EXCLUSIVE
            | EventState.INUSE
            | EventState.MUTE
            | EventState.UNPOWERED
            | EventState.UNAVAILABLE;

    /// A larger difference between two snapshots means that the counter was restarted.
    private static final int MAX_STEPS = 32;

    private ReaderChanges() {}

    /// Returns the events that lead from one snapshot to the other. A snapshot maps names to readers.
    static List<ReaderEvent> between(Map<String, ReaderState> before, Map<String, ReaderState> now) {
        var events = new ArrayList<ReaderEvent>();
        before.forEach((name, state) -> {
            if (!now.containsKey(name)) {
                leave(state, events);
            }
        });
        now.forEach((name, state) -> {
            ReaderState old = before.get(name);
            if (old == null) {
                arrive(state, false, events);
            } else {
                change(old, state, events);
            }
        });
        return events;
    }

    /// Returns the events that describe the current state to a new observer.
    static List<ReaderEvent> initial(Map<String, ReaderState> now) {
        var events = new ArrayList<ReaderEvent>();
        now.values().forEach(state -> arrive(state, true, events));
        return events;
    }

    /// Makes a snapshot: maps the name of each reader to its state, in the order of the list.
    static Map<String, ReaderState> byName(List<ReaderState> states) {
        var map = new LinkedHashMap<String, ReaderState>();
        states.forEach(state -> map.put(state.reader(), state));
        return map;
    }

    /// Returns whether a card is present; a mute card counts.
    static boolean hasCard(ReaderState state) {
        return state.eventState().has(EventState.PRESENT);
    }

    private static void arrive(ReaderState state, boolean initial, List<ReaderEvent> events) {
        events.add(new ReaderArrived(state.reader(), initial));
        if (hasCard(state)) {
            events.add(new CardInserted(state.reader(), state.atr(), initial));
        }
    }

    private static void leave(ReaderState state, List<ReaderEvent> events) {
        if (hasCard(state)) {
            events.add(new CardRemoved(state.reader(), state.atr()));
        }
        events.add(new ReaderLeft(state.reader()));
    }

    private static void change(ReaderState old, ReaderState state, List<ReaderEvent> events) {
        boolean had = hasCard(old);
        boolean has = hasCard(state);
        int steps = steps(old, state, had != has);
        boolean present = had;
        for (int step = 1; step <= steps; step++) {
            if (present) {
                events.add(new CardRemoved(state.reader(), step == 1 ? old.atr() : Bytes.EMPTY));
            } else {
                events.add(new CardInserted(state.reader(), step == steps ? state.atr() : Bytes.EMPTY, false));
            }
            present = !present;
        }
        if (steps == 0 && (flags(old) != flags(state) || !old.atr().equals(state.atr()))) {
            events.add(new StateChanged(state.reader(), old.eventState(), state.eventState()));
        }
    }

    /// Returns the number of insertions and removals between two states of a reader.
    ///
    /// The counter is used only if it agrees with the observed states. On macOS it never changes, and a restart of
    /// the service resets it. It also lags by one poll when a command detects the removal of a card. A mute card
    /// that later has an ATR counts as another card, so that a program waiting for a usable card is informed.
    private static int steps(ReaderState old, ReaderState state, boolean toggled) {
        int counted = (state.eventState().eventCount() - old.eventState().eventCount()) & 0xFFFF;
        boolean fits = (counted % 2 == 1) == toggled && counted <= MAX_STEPS;
        if (fits && counted > 0) {
            return counted;
        }
        if (toggled) {
            return 1;
        }
        boolean uncounted =
                old.eventState().eventCount() == 0 && state.eventState().eventCount() == 0;
        boolean another = (uncounted || old.atr().isEmpty()) && !old.atr().equals(state.atr());
        return hasCard(state) && another ? 2 : 0;
    }

    private static int flags(ReaderState state) {
        return state.eventState().value() & FLAGS;
    }
}
