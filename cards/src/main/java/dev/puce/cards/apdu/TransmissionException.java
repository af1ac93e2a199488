package dev.puce.cards.apdu;

import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.ResponseApdu;

/// A card or reader answered with something that cannot be an answer, or a command cannot be sent in the way
/// that was asked for. The message never contains the bytes, which may be secret.
public final class TransmissionException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// @param message what was attempted, what came, and what to do
    public TransmissionException(String message) {
        super(message);
    }

    /// The answer as data and status word.
    static ResponseApdu requireStatusWord(Bytes answer) {
        return ResponseApdu.tryParse(answer)
                .orElseThrow(() -> new TransmissionException(
                        "the answer has " + answer.length() + " bytes, too few for a status word;"
                                + " use transmit(Bytes) for readers and cards that answer so"));
    }
}
