package dev.puce.replay;

import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.Printable;
import dev.puce.pcsc.Hidden;
import java.util.Optional;

/// A command that the recording has no answer for. It ends in logs: commands are without their secrets, unless
/// [ReplayOptions#redaction()] lets them be.
///
/// @param reader   where it came
/// @param came     the command, or its start if its end is hidden
/// @param hidden   the end of the command, if it is a secret
/// @param expected the exchange that should have come; empty at the end of the recording, and where order does
/// not matter
/// @param nearest  the recorded exchange most like it, if any is
public record Mismatch(
        String reader,
        Bytes came,
        Optional<Hidden> hidden,
        Optional<RecordedExchange> expected,
        Optional<RecordedExchange> nearest) {
    /// The expected, the received and the nearest command, on one line each.
    @Override
    public String toString() {
        return "a command that was not recorded came to " + Printable.of(reader)
                + expected.map(exchange -> "\n  expected " + exchange).orElse("\n  expected nothing more")
                + "\n  came     " + RecordedExchange.text(came, hidden)
                + nearest.filter(exchange -> !expected.equals(Optional.of(exchange)))
                        .map(exchange -> "\n  nearest  " + exchange)
                        .orElse("");
    }
}
