package dev.puce.cards;

import dev.puce.iso7816.atr.Atr;

/// A card that was seen in a reader; it may be gone again.
///
/// @param reader where
/// @param atr    its answer to reset
public record InsertedCard(Reader reader, Atr atr) {
    /// Connects, shared.
    public Card connect() {
        return reader.connect();
    }

    /// Connects.
    public Card connect(ConnectOptions options) {
        return reader.connect(options);
    }
}
