package dev.puce.trace.redaction;

import dev.puce.iso7816.Bytes;

/// The commands that puce itself sends to one card, and the responses, without their secrets.
public final class RedactedCommands {
    private static final long CARD = 0; // the redactor needs a handle, and there is one card

    private final Redactor redactor;

    /// Shows commands as a redactor leaves them.
    public RedactedCommands(Redactor redactor) {
        this.redactor = redactor;
    }

    /// Shows the next command. The card's response follows with [#answered(Bytes)].
    public Shown show(Bytes command) {
        return redactor.command(CARD, command);
    }

    /// Shows the card's response.
    public ShownAnswer answered(Bytes answer) {
        return redactor.answer(CARD, answer);
    }
}
