package dev.puce.service.card.apdu;

import dev.puce.iso7816.StatusWord;

/// Ends a command early with a status word. It never leaves the card.
public final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient StatusWord status;

    /// @param status what the card answers
    public RefusedException(StatusWord status) {
        super(status.toString(), null, false, false);
        this.status = status;
    }

    /// What the card answers.
    public StatusWord status() {
        return status;
    }
}
