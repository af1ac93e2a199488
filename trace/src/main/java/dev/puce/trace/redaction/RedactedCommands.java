package dev.puce.trace.redaction;

import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.Hidden;
import java.util.Optional;

/// The commands that puce itself sends to one card, as they may be shown: without PINs and keys, unless asked for.
public final class RedactedCommands {
    private static final long CARD = 0; // secrets are kept apart by card, and there is one

    private final Redactor redactor;

    /// Shows commands as a redactor leaves them.
    public RedactedCommands(Redactor redactor) {
        this.redactor = redactor;
    }

    /// A command as it may be shown.
    ///
    /// @param visible the bytes that may be seen, from the first byte on
    /// @param hidden  the description of the hidden rest, if there is one
    public record Shown(Bytes visible, Optional<Hidden> hidden) {
        @Override
        public String toString() {
            return visible + hidden.map(rest -> " " + rest).orElse("");
        }
    }

    /// Shows the next command. The card's answer follows with [#answered(Bytes)].
    public Shown show(Bytes command) {
        int visible = redactor.visible(redactor.secrets().command(CARD, command), command);
        return visible < 0
                ? new Shown(command, Optional.empty())
                : new Shown(command.slice(0, visible), Optional.of(redactor.hidden(command, visible)));
    }

    /// The card's answer, which says whether the next command continues this one.
    public void answered(Bytes answer) {
        redactor.secrets().response(CARD, answer);
    }
}
