package dev.puce.replay;

import dev.puce.decode.CardSession;
import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.Printable;
import dev.puce.pcsc.Hidden;
import dev.puce.pcsc.ReturnCode;
import java.time.Duration;
import java.util.Optional;

/// A command that was recorded, and what came of it.
///
/// @param number   number of the call in the recording
/// @param command  the command, or its start if its end is hidden
/// @param hidden   the end of the command that redaction took away
/// @param answer   the card's reaction
/// @param duration how long it took; zero if that is unknown
public record RecordedExchange(long number, Bytes command, Optional<Hidden> hidden, Answer answer, Duration duration) {
    /// The reaction of a card to a command.
    public sealed interface Answer {
        /// It answered.
        ///
        /// @param bytes data and status word
        record Response(Bytes bytes) implements Answer {}

        /// It did not; the function failed.
        record Failure(ReturnCode code) implements Answer {}
    }

    /// Whether a command is the recorded one. Of a redacted command everything that is left must be the same;
    /// the hidden part may be anything, of the recorded length if that is known.
    public boolean matches(Bytes came) {
        if (hidden.isEmpty()) {
            return came.equals(command);
        }
        return came.startsWith(command)
                && hidden.get()
                        .shape()
                        .map(shape -> came.length() == command.length() + shape.length())
                        .orElse(true);
    }

    /// Number of the call, command in hex and words: `call 12: 00 20 00 80 [hidden] (redacted)`.
    @Override
    public String toString() {
        return "call " + number + ": " + text(command, hidden);
    }

    static String text(Bytes command, Optional<Hidden> hidden) {
        String end = hidden.map(Object::toString).orElse("");
        String words = hidden.isPresent() ? "redacted" : Printable.of(CardSession.words(command, false));
        return (command + " " + end).strip() + " (" + words + ")";
    }
}
