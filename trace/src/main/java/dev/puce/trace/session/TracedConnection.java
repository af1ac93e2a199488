package dev.puce.trace.session;

/// A connection of a program to a card.
final class TracedConnection {
    private final String reader;
    private final Object cardKey;

    /// The card; `null` until a call needs it.
    private TracedCard card;

    /// Number of resets of the card when the program last used it.
    private long resetsSeen;

    /// @param reader name of the reader; empty if it is not known
    /// @param key    handle or caller, which stands for the card if the reader is not known
    TracedConnection(String reader, Object key) {
        this.reader = reader;
        this.cardKey = reader.isEmpty() ? key : reader;
    }

    /// The same connection, which looks for its card again.
    TracedConnection copy() {
        var copy = new TracedConnection(reader, cardKey);
        copy.resetsSeen = resetsSeen;
        return copy;
    }

    String reader() {
        return reader;
    }

    /// The same for all connections to one card.
    Object cardKey() {
        return cardKey;
    }

    TracedCard card() {
        return card;
    }

    void use(TracedCard used) {
        card = used;
    }

    long resetsSeen() {
        return resetsSeen;
    }

    void seeResets(long resets) {
        resetsSeen = resets;
    }
}
