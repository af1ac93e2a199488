package dev.puce.trace.session;

import dev.puce.decode.Exchange;
import dev.puce.iso7816.Bytes;
import dev.puce.trace.CardSessions;
import java.util.List;
import java.util.Optional;

/// Everything that is known about a call from the calls before it.
///
/// @param session  connection to a card that the call belongs to; empty if it is not known
/// @param atr      answer to reset of that card; empty if it is not known
/// @param exchange logical exchange of an `SCardTransmit` so far; empty for other calls. A later call may continue
///                 it: its exchange then has the same number and more parts.
/// @param changes  insertions and removals that the call reports
public record Observation(
        Optional<CardSessions.Session> session, Bytes atr, Optional<Exchange> exchange, List<CardChange> changes) {
    public Observation {
        changes = List.copyOf(changes);
    }

    /// Name of the reader; the empty string if it is not known.
    public String reader() {
        return session.map(CardSessions.Session::reader).orElse("");
    }
}
