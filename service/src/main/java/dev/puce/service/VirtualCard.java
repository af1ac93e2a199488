package dev.puce.service;

import dev.puce.iso7816.Bytes;

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

    /// The card does not answer: it is mute, or was pulled.
    final class CardUnresponsiveException extends Exception {
        private static final long serialVersionUID = 1L;

        /// @param message what was attempted, and what happened
        public CardUnresponsiveException(String message) {
            super(message);
        }
    }
}
