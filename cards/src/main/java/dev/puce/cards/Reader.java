package dev.puce.cards;

import dev.puce.iso7816.atr.Atr;
import dev.puce.pcsc.EventState;
import dev.puce.pcsc.ReaderState;
import java.time.Duration;
import java.util.Optional;

/// A reader, identified by its name; it may be unplugged before it is used.
///
/// Immutable and thread-safe; equal to readers with the same name from the same [Readers].
public final class Reader {
    private final Readers readers;
    private final String name;

    Reader(Readers readers, String name) {
        this.readers = readers;
        this.name = name;
    }

    /// Returns the name as PC/SC reports it.
    public String name() {
        return name;
    }

    /// Returns the current state and ATR.
    ///
    /// @throws dev.puce.pcsc.PcscException with `SCARD_E_UNKNOWN_READER` if it is gone
    public ReaderState state() {
        return readers.stateOf(name);
    }

    /// Returns whether the reader currently holds a card; a mute card counts.
    public boolean isCardPresent() {
        return state().eventState().has(EventState.PRESENT);
    }

    /// Returns the card that the reader currently holds; empty if there is none or it is mute.
    ///
    /// @throws dev.puce.pcsc.PcscException with `SCARD_E_UNKNOWN_READER` if the reader is gone
    public Optional<InsertedCard> card() {
        return Optional.of(state().atr())
                .filter(atr -> !atr.isEmpty())
                .map(atr -> new InsertedCard(this, Atr.parse(atr)));
    }

    /// Connects to the card, shared with other programs.
    ///
    /// @throws dev.puce.pcsc.PcscException for example with `SCARD_E_NO_SMARTCARD`, `SCARD_E_SHARING_VIOLATION`
    public Card connect() {
        return connect(ConnectOptions.shared());
    }

    /// Connects to the card. Waits while another program has a transaction. An interrupt ends the wait with
    /// `SCARD_E_CANCELLED`, the timeout of the options with `SCARD_E_TIMEOUT`.
    public Card connect(ConnectOptions options) {
        return readers.connect(name, options);
    }

    /// Waits until the reader holds a card; a mute card counts.
    ///
    /// @param timeout longest wait (monotonic clock)
    /// @return whether a card is present
    public boolean awaitCard(Duration timeout) throws InterruptedException {
        return readers.await(name, true, timeout);
    }

    /// Waits until the reader holds no card or is unplugged.
    ///
    /// @param timeout longest wait (monotonic clock)
    /// @return whether no card is present
    public boolean awaitNoCard(Duration timeout) throws InterruptedException {
        return readers.await(name, false, timeout);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Reader reader && readers == reader.readers && name.equals(reader.name);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    /// Returns the name.
    @Override
    public String toString() {
        return name;
    }
}
