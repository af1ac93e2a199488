package dev.puce.service.card;

import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.ReturnCode;
import java.util.Optional;

/// A card made of software. The smallest interface that a reader needs; implementations compose by wrapping.
///
/// One reader drives a card, one call at a time; an implementation need not be thread-safe.
public interface VirtualCard {
    /// Supplies power and resets the card (cold reset).
    ///
    /// @return the ATR
    /// @throws CardUnresponsiveException if the card stays mute
    Bytes powerOn() throws CardUnresponsiveException;

    /// Takes the power away; what the card had selected and verified is lost.
    void powerOff();

    /// Resets the card without taking the power away (warm reset).
    ///
    /// @return the ATR
    /// @throws CardUnresponsiveException if the card stays mute
    Bytes reset() throws CardUnresponsiveException;

    /// Hands a command APDU to the card.
    ///
    /// @param command the bytes of the command, as the application sent them
    /// @return the response APDU: data, SW1, SW2
    /// @throws CardUnresponsiveException if the card does not answer (any more)
    Bytes transmit(Bytes command) throws CardUnresponsiveException;

    /// Whether every call returns within microseconds and waits for nothing: the service may then make them on the
    /// thread that serves all clients, which saves each command two changes of thread.
    default boolean answersAtOnce() {
        return false;
    }

    /// The card does not answer: it is mute, or was pulled.
    final class CardUnresponsiveException extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient ReturnCode code;

        /// @param message what was attempted, and what happened
        public CardUnresponsiveException(String message) {
            this(message, null);
        }

        /// @param message what was attempted, and what happened
        /// @param code    what the application shall see
        public CardUnresponsiveException(String message, ReturnCode code) {
            super(message);
            this.code = code;
        }

        /// What the application shall see, for cards that want a certain failure, such as a recording that is played
        /// back; empty leaves it to the reader.
        public Optional<ReturnCode> code() {
            return Optional.ofNullable(code);
        }
    }
}
