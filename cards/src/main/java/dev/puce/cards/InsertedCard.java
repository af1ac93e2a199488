package dev.puce.cards;

import dev.puce.iso7816.atr.Atr;

/// A card that was present in a reader; it may be gone again.
///
/// @param reader its reader
/// @param atr    its answer to reset
public record InsertedCard(Reader reader, Atr atr) {
    /// Connects to the card, shared.
    public Card connect() {
        return reader.connect();
    }

    /// Connects to the card.
    public Card connect(ConnectOptions options) {
        return reader.connect(options);
    }
}
