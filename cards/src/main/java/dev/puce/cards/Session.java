package dev.puce.cards;

import dev.puce.cards.apdu.Transmitter;
import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.atr.Atr;
import java.util.List;

/// A connection to the first card found, open until this session is closed. For scripts.
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

    /// Connects to the card in the first reader that holds one.
    ///
    /// @throws NoSuchReaderException if no reader holds a card
    public static Session open() {
        return open(Readers.open(), "");
    }

    /// Connects to the card in the first matching reader that holds one; see [Readers#find(String)].
    ///
    /// @throws NoSuchReaderException if no matching reader holds a card
    public static Session open(String pattern) {
        return open(Readers.open(), pattern);
    }

    /// Opens a session that closes the readers with it, and also if opening fails.
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

    /// Returns the answer to reset.
    public Atr atr() {
        return card.atr();
    }

    /// Returns the card, for everything else.
    public Card card() {
        return card;
    }

    @Override
    public void close() {
        readers.close();
    }
}
