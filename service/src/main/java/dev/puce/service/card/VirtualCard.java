package dev.puce.service.card;

import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.ReturnCode;
import java.util.Optional;

/// A card implemented in software. This is the smallest interface that a reader needs; implementations compose by
/// wrapping.
///
/// One reader uses a card, one call at a time. An implementation does not need to be thread-safe.
public interface VirtualCard {
    /// Powers the card on and resets it (cold reset).
    ///
    /// @return the ATR
    /// @throws CardUnresponsiveException if the card stays mute
    Bytes powerOn() throws CardUnresponsiveException;

    /// Powers the card off. The card loses selections and verifications.
    void powerOff();

    /// Resets the card without powering it off (warm reset).
    ///
    /// @return the ATR
    /// @throws CardUnresponsiveException if the card stays mute
    Bytes reset() throws CardUnresponsiveException;

    /// Sends a command APDU to the card.
    ///
    /// @param command the bytes of the command, as the application sent them
    /// @return the response APDU: data, SW1, SW2
    /// @throws CardUnresponsiveException if the card does not answer
    Bytes transmit(Bytes command) throws CardUnresponsiveException;

    /// Returns whether every call takes only microseconds and never waits. The service then calls the card on the
    /// thread that serves all clients, which saves two thread switches per command.
    default boolean answersAtOnce() {
        return false;
    }

    /// The card does not answer: it is mute or was removed.
    final class CardUnresponsiveException extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient ReturnCode code;

        /// Makes an exception; the reader chooses the return code.
        ///
        /// @param message the attempted operation and its failure
        public CardUnresponsiveException(String message) {
            this(message, null);
        }

        /// Makes an exception with a return code.
        ///
        /// @param message the attempted operation and its failure
        /// @param code    return code for the application
        public CardUnresponsiveException(String message, ReturnCode code) {
            super(message);
            this.code = code;
        }

        /// Returns the return code for the application, for cards that require one, such as a replayed recording.
        /// If empty, the reader chooses.
        public Optional<ReturnCode> code() {
            return Optional.ofNullable(code);
        }
    }
}
