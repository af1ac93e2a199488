package dev.puce.replay;

import dev.puce.iso7816.ApduDescription;
import dev.puce.iso7816.Bytes;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// A command that the recording has no answer for.
///
/// @param reader   where it came
/// @param came     the command
/// @param expected the exchange that should have come; empty at the end of the recording, and where order does
/// not matter
/// @param nearest  the recorded exchange most like it, if any is
public record Mismatch(String reader, Bytes came, Optional<Exchange> expected, Optional<Exchange> nearest) {
    static Mismatch of(RecordedCard card, Bytes came, Optional<Exchange> expected) {
        return new Mismatch(card.reader(), came, expected, nearest(card.exchanges(), came));
    }

    // Most like: the same instruction if there is one, then the longest common begin, then the nearest length.
    private static Optional<Exchange> nearest(List<Exchange> exchanges, Bytes came) {
        return exchanges.stream()
                .filter(exchange -> commonBegin(exchange.command(), came) > 0)
                .max(Comparator.<Exchange>comparingInt(exchange -> sameInstruction(exchange.command(), came) ? 1 : 0)
                        .thenComparingInt(exchange -> commonBegin(exchange.command(), came))
                        .thenComparingInt(
                                exchange -> -Math.abs(exchange.command().length() - came.length())));
    }

    private static boolean sameInstruction(Bytes one, Bytes other) {
        return one.length() > 1 && other.length() > 1 && one.get(1) == other.get(1);
    }

    private static int commonBegin(Bytes one, Bytes other) {
        int length = 0;
        while (length < one.length() && length < other.length() && one.get(length) == other.get(length)) {
            length++;
        }
        return length;
    }

    /// What was expected, what came and what is nearest, a line each.
    @Override
    public String toString() {
        return "a command that was not recorded came to " + reader
                + expected.map(exchange -> "\n  expected " + exchange).orElse("\n  expected nothing more")
                + "\n  came     " + came + " (" + ApduDescription.of(came) + ")"
                + nearest.filter(exchange -> !expected.equals(Optional.of(exchange)))
                        .map(exchange -> "\n  nearest  " + exchange)
                        .orElse("");
    }
}
