package dev.puce.service.card.apdu;

import dev.puce.iso7816.StatusWord;

/// Ends a command early with a status word. It never leaves the card.
public final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient StatusWord status;

    /// @param status status word of the answer
    public RefusedException(StatusWord status) {
        super(status.toString(), null, false, false);
        this.status = status;
    }

    /// The status word of the answer.
    public StatusWord status() {
        return status;
    }
}
