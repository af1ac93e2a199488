package dev.puce.cli.reader;

import dev.puce.iso7816.Bytes;
import java.util.Optional;
import java.util.regex.Pattern;

/// What `puce send` does to a card, one after the other.
sealed interface SendStep {
    /// Sends a command.
    record Transmit(Bytes command) implements SendStep {}

    /// Resets the card.
    record Reset() implements SendStep {}

    /// What is said to whoever reads the script.
    Pattern COMMENT = Pattern.compile("(#|//).*");

    /// Reads a step: a command in hex in any form, or `reset`.
    ///
    /// @param where for the message, which does not quote the text: there may be a PIN in it
    /// @throws IllegalArgumentException if it is neither
    static SendStep parse(String text, String where) {
        if (text.strip().equalsIgnoreCase("reset")) {
            return new Reset();
        }
        try {
            return new Transmit(Bytes.hex(text));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(where + " is neither a command in hex nor \"reset\"");
        }
    }

    /// Reads a line of a script; empty if nothing but a comment (behind `#` or `//`) is on it.
    ///
    /// @throws IllegalArgumentException if it is no step
    static Optional<SendStep> parseLine(String line, String where) {
        String text = COMMENT.matcher(line).replaceFirst("").strip();
        return text.isEmpty() ? Optional.empty() : Optional.of(parse(text, where));
    }
}
