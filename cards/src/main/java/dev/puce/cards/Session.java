package dev.puce.cards;

import dev.puce.cards.apdu.Transmitter;
import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.atr.Atr;
import java.util.List;

/// A card and nothing else: the first one that is found, connected until this is closed. For scripts.
///
///     try (Session session = Session.open()) {
///         System.out.println(session.transmit("A0 A4 00 00 02 3F00"));
///     }
///
/// As thread-safe as the [Card].
public final class Session implements Transmitter, AutoCloseable {
    private final Readers readers;
    private final Card card;

    private Session(Readers readers, Card card) {
        this.readers = readers;
        this.card = card;
    }

    /// The first reader that holds a card.
    ///
    /// @throws NoSuchReaderException if no reader holds one
    public static Session open() {
        return open(Readers.open(), "");
    }

    /// The first reader with such a name that holds a card; see [Readers#find(String)].
    ///
    /// @throws NoSuchReaderException if none does
    public static Session open(String pattern) {
        return open(Readers.open(), pattern);
    }

    /// A session that closes the readers with it, also if it cannot begin.
    static Session open(Readers readers, String pattern) {
        try {
            List<Reader> found =
                    readers.find(pattern).stream().filter(Reader::isCardPresent).toList();
            if (found.isEmpty()) {
                throw new NoSuchReaderException(pattern, readers.list());
            }
            return new Session(readers, found.getFirst().connect());
        } catch (RuntimeException e) {
            readers.close();
            throw e;
        }
    }

    @Override
    public Bytes transmit(Bytes command) {
        return card.transmit(command);
    }

    /// The answer to reset.
    public Atr atr() {
        return card.atr();
    }

    /// The card, for everything else.
    public Card card() {
        return card;
    }

    @Override
    public void close() {
        readers.close();
    }
}
