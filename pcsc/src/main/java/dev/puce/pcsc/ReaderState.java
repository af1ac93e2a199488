package dev.puce.pcsc;

import dev.puce.iso7816.Bytes;
import java.util.Optional;

/// The state of one reader, as `SCardGetStatusChange` reports it.
///
/// @param reader       name of the reader
/// @param currentState what the caller had filled in, where it is known
/// @param eventState   the state that was found
/// @param atr          ATR of the card, empty without a card
public record ReaderState(String reader, Optional<EventState> currentState, EventState eventState, Bytes atr) {
    /// The query that waits for the next change after this state.
    public ReaderQuery followUp() {
        return new ReaderQuery(reader, new EventState(eventState.value() & ~EventState.CHANGED));
    }
}
