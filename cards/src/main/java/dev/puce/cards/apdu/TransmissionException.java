package dev.puce.cards.apdu;

import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.ResponseApdu;

/// A card or reader returned an invalid response, or a command cannot be sent in the requested way. The message
/// never contains the bytes, which may be secret.
public final class TransmissionException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// Makes an exception.
    ///
    /// @param message the action, the response, and the remedy
    public TransmissionException(String message) {
        super(message);
    }

    /// Splits the response into data and status word.
    static ResponseApdu requireStatusWord(Bytes answer) {
        return ResponseApdu.tryParse(answer)
                .orElseThrow(() -> new TransmissionException(
                        "the response has " + answer.length() + " bytes, too few for a status word;"
                                + " use transmit(Bytes) for readers and cards without status words"));
    }
}
