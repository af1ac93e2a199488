package dev.puce.service.card.filesystem;

import dev.puce.iso7816.StatusWord;

/// Ends a command early with a status word. It never leaves the card.
final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient StatusWord status;

    RefusedException(StatusWord status) {
        super(status.toString(), null, false, false);
        this.status = status;
    }

    StatusWord status() {
        return status;
    }
}
