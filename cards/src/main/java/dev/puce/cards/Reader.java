package dev.puce.cards;

import dev.puce.iso7816.atr.Atr;
import dev.puce.pcsc.EventState;
import dev.puce.pcsc.ReaderState;
import java.time.Duration;
import java.util.Optional;

/// A reader, known by its name; it may be gone by the time it is used.
///
/// Immutable and thread-safe; equal to readers with the same name from the same [Readers].
public final class Reader {
    private final Readers readers;
    private final String name;

    Reader(Readers readers, String name) {
        this.readers = readers;
        this.name = name;
    }

    /// The name, as PC/SC has it.
    public String name() {
        return name;
    }

    /// State and ATR at this moment.
    ///
    /// @throws dev.puce.pcsc.PcscException with `SCARD_E_UNKNOWN_READER` if it is gone
    public ReaderState state() {
        return readers.stateOf(name);
    }

    /// Whether it holds a card at this moment, be it mute.
    public boolean isCardPresent() {
        return state().eventState().has(EventState.PRESENT);
    }

    /// The card that it holds at this moment; empty if there is none, or a mute one.
    ///
    /// @throws dev.puce.pcsc.PcscException with `SCARD_E_UNKNOWN_READER` if the reader is gone
    public Optional<InsertedCard> card() {
        return Optional.of(state().atr())
                .filter(atr -> !atr.isEmpty())
                .map(atr -> new InsertedCard(this, Atr.parse(atr)));
    }

    /// Connects to its card, shared with other programs.
    ///
    /// @throws dev.puce.pcsc.PcscException for example with `SCARD_E_NO_SMARTCARD`, `SCARD_E_SHARING_VIOLATION`
    public Card connect() {
        return connect(ConnectOptions.shared());
    }

    /// Connects to its card. Waits while another program has a transaction; an interrupt ends that with
    /// `SCARD_E_CANCELLED`, the time-out of the options with `SCARD_E_TIMEOUT`.
    public Card connect(ConnectOptions options) {
        return readers.connect(name, options);
    }

    /// Waits until it holds a card, be it mute.
    ///
    /// @param timeout longest wait (monotonic clock)
    /// @return whether there is one
    public boolean awaitCard(Duration timeout) throws InterruptedException {
        return readers.await(name, true, timeout);
    }

    /// Waits until it holds no card, or is gone itself.
    ///
    /// @param timeout longest wait (monotonic clock)
    /// @return whether there is none
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

    /// The name.
    @Override
    public String toString() {
        return name;
    }
}
