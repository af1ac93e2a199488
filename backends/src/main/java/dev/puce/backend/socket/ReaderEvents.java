package dev.puce.backend.socket;

import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.CardState;
import dev.puce.pcsc.EventState;
import dev.puce.pcsc.ReaderQuery;
import dev.puce.pcsc.ReaderState;
import dev.puce.wire.ReaderEntry;
import java.util.List;
import java.util.Optional;

/// Computes the reader states of `SCardGetStatusChange` from the daemon's table, as libpcsclite does. No I/O.
final class ReaderEvents {
    private static final int EXCLUSIVE = -1;

    private ReaderEvents() {}

    /// Returns whether the query is for the pseudo reader for arrivals and removals, which the daemon does not
    /// know.
    static boolean isPlugAndPlay(ReaderQuery query) {
        return query.reader().equalsIgnoreCase(ReaderQuery.PNP_NOTIFICATION);
    }

    /// Finds the reader with that name in the table.
    static Optional<ReaderEntry> find(List<ReaderEntry> entries, String reader) {
        return entries.stream()
                .filter(entry -> entry.isUsed() && entry.name().equals(reader))
                .findFirst();
    }

    /// Returns the state for a query to ignore.
    static ReaderState ignored(ReaderQuery query) {
        return state(query, 0, Bytes.EMPTY);
    }

    /// Returns the state of a reader that is not in the table (any more).
    static ReaderState gone(ReaderQuery query) {
        int event = EventState.UNKNOWN | EventState.UNAVAILABLE;
        if (!query.currentState().has(EventState.UNKNOWN)) {
            event |= EventState.CHANGED;
        }
        return state(query, event, Bytes.EMPTY);
    }

    /// Returns the state of a reader in the table.
    static ReaderState present(ReaderQuery query, ReaderEntry entry) {
        EventState current = query.currentState();
        int event = flags(entry);
        boolean changed = current.equals(EventState.UNAWARE)
                || current.has(EventState.UNKNOWN)
                || (current.eventCount() != 0 && current.eventCount() != (entry.eventCounter() & 0xFFFF))
                || cardChanged(current, event)
                || current.has(EventState.UNAVAILABLE) != has(event, EventState.UNAVAILABLE)
                || (current.has(EventState.INUSE) && !has(event, EventState.INUSE))
                || (current.has(EventState.EXCLUSIVE) && !has(event, EventState.EXCLUSIVE));
        boolean card = (entry.state() & CardState.PRESENT) != 0;
        return state(query, changed ? event | EventState.CHANGED : event, card ? entry.atr() : Bytes.EMPTY);
    }

    private static boolean cardChanged(EventState current, int event) {
        return (current.has(EventState.PRESENT) && has(event, EventState.EMPTY))
                || (current.has(EventState.EMPTY) && has(event, EventState.PRESENT))
                || (has(event, EventState.PRESENT) && current.has(EventState.MUTE) != has(event, EventState.MUTE));
    }

    private static int flags(ReaderEntry entry) {
        int event = entry.eventCounter() << 16;
        boolean card = (entry.state() & CardState.PRESENT) != 0;
        if ((entry.state() & CardState.UNKNOWN) != 0) {
            event |= EventState.UNAVAILABLE;
        }
        if ((entry.state() & CardState.ABSENT) != 0) {
            event |= EventState.EMPTY;
        } else if (card) {
            event |= EventState.PRESENT;
            if ((entry.state() & CardState.SWALLOWED) != 0) {
                event |= EventState.MUTE;
            }
        }
        if (entry.sharing() == EXCLUSIVE) {
            event |= EventState.EXCLUSIVE;
        } else if (entry.sharing() > 0 && card) {
            event |= EventState.INUSE;
        }
        return event;
    }

    private static boolean has(int event, int flag) {
        return (event & flag) != 0;
    }

    /// Creates a state with these flags.
    static ReaderState state(ReaderQuery query, int event, Bytes atr) {
        return new ReaderState(query.reader(), Optional.of(query.currentState()), new EventState(event), atr);
    }
}
