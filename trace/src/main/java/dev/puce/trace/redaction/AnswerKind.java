package dev.puce.trace.redaction;

import dev.puce.iso7816.Bytes;

/// Secrecy of the data of a response, as the command tells it.
enum AnswerKind {
    /// The data are public.
    PUBLIC,
    /// The data are public and known to be harmless, see [Redaction#STRICT].
    HARMLESS,
    /// The data are secret.
    SECRET,
    /// The data are secret if a sector trailer is among them.
    TRAILER,
    /// The data are secret if a code follows the error counter.
    COUNTER;

    private static final int COUNTER_AND_STATUS = 3;

    /// Whether the data are secret, as far as the response tells.
    AnswerKind of(Bytes response) {
        return switch (this) {
            case TRAILER -> SectorTrailer.isAnyIn(response) ? SECRET : PUBLIC;
            case COUNTER -> response.length() > COUNTER_AND_STATUS ? SECRET : PUBLIC;
            case PUBLIC, HARMLESS, SECRET -> this;
        };
    }
}
