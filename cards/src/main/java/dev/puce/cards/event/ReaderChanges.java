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

/// What happened between two looks at the readers: a function of two snapshots, without I/O.
///
/// The event counter of each reader (one step for each insertion and each removal) tells what presence alone
/// cannot: a card that was changed for another one, or that came and went, between two looks.
final class ReaderChanges {
    private static final int FLAGS = EventState.EMPTY
            | EventState.PRESENT
            | EventState.EXCLUSIVE
            | EventState.INUSE
            | EventState.MUTE
            | EventState.UNPOWERED
            | EventState.UNAVAILABLE;

    /// More changes than that between two looks are a counter that began anew.
    private static final int CREDIBLE_STEPS = 32;

    private ReaderChanges() {}

    /// The events that lead from one snapshot to the other; a snapshot has its readers by name.
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

    /// The events that tell a newcomer what is there.
    static List<ReaderEvent> initial(Map<String, ReaderState> now) {
        var events = new ArrayList<ReaderEvent>();
        now.values().forEach(state -> arrive(state, true, events));
        return events;
    }

    /// The snapshot as a map from the name of each reader to its state, in the order of the list.
    static Map<String, ReaderState> byName(List<ReaderState> states) {
        var map = new LinkedHashMap<String, ReaderState>();
        states.forEach(state -> map.put(state.reader(), state));
        return map;
    }

    /// Whether there is a card, be it mute.
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
        boolean there = had;
        for (int step = 1; step <= steps; step++) {
            if (there) {
                events.add(new CardRemoved(state.reader(), step == 1 ? old.atr() : Bytes.EMPTY));
            } else {
                events.add(new CardInserted(state.reader(), step == steps ? state.atr() : Bytes.EMPTY, false));
            }
            there = !there;
        }
        if (steps == 0 && (flags(old) != flags(state) || !old.atr().equals(state.atr()))) {
            events.add(new StateChanged(state.reader(), old.eventState(), state.eventState()));
        }
    }

    /// Number of insertions and removals between two states of a reader. The counter is believed if it fits
    /// what is seen: it stands still on macOS, starts anew with the service, and is late by one poll when a
    /// command finds out that the card is gone. A card that was mute and has an ATR now counts as another one,
    /// so that who waits for a card that can be used learns of it.
    private static int steps(ReaderState old, ReaderState state, boolean toggled) {
        int counted = (state.eventState().eventCount() - old.eventState().eventCount()) & 0xFFFF;
        boolean fits = (counted % 2 == 1) == toggled && counted <= CREDIBLE_STEPS;
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
