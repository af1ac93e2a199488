package dev.puce.pcsc;

import dev.puce.iso7816.Bytes;
import java.util.Optional;

/// The state of one reader, as reported by `SCardGetStatusChange`.
///
/// @param reader       name of the reader
/// @param currentState the caller's value, if known
/// @param eventState   the actual state
/// @param atr          ATR of the card, empty without a card
public record ReaderState(String reader, Optional<EventState> currentState, EventState eventState, Bytes atr) {
    /// Returns the query that waits for the next change after this state.
    public ReaderQuery followUp() {
        return new ReaderQuery(reader, new EventState(eventState.value() & ~EventState.CHANGED));
    }
}
