package dev.puce.service.card.fido;

/// Ends a CTAP command early with a status. It never leaves the card.
final class CtapException extends Exception {
    private static final long serialVersionUID = 1L;

    private final CtapStatus status;

    /// @param status status of the answer
    CtapException(CtapStatus status) {
        super(status.name(), null, false, false);
        this.status = status;
    }

    /// Status of the answer.
    CtapStatus status() {
        return status;
    }
}
