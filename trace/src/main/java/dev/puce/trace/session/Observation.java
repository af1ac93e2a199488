package dev.puce.trace.session;

import dev.puce.decode.Exchange;
import dev.puce.iso7816.Bytes;
import java.util.List;
import java.util.Optional;

/// Everything that is known about a call from the calls before it.
///
/// @param reader   name of the reader that the call belongs to; the empty string if it is not known
/// @param aid      name in the last successful SELECT by name before the call, on the same card
/// @param atr      answer to reset of that card; empty if it is not known
/// @param exchange logical exchange of an `SCardTransmit` so far; empty for other calls. A later call may continue
///                 it: its exchange then has the same number and more parts.
/// @param changes  insertions and removals that the call reports
public record Observation(
        String reader, Optional<Bytes> aid, Bytes atr, Optional<Exchange> exchange, List<CardChange> changes) {
    /// Nothing is known.
    public static final Observation NONE =
            new Observation("", Optional.empty(), Bytes.EMPTY, Optional.empty(), List.of());

    public Observation {
        changes = List.copyOf(changes);
    }
}
