package dev.puce.cards.script;

import dev.puce.iso7816.Bytes;
import java.util.Optional;

/// One step of a script.
public sealed interface ScriptStep {
    /// Sends a command.
    ///
    /// @param expectation what the script demands of the answer
    record Transmit(Bytes command, Optional<Expectation> expectation) implements ScriptStep {
        /// A command whose answer the script does not check.
        public Transmit(Bytes command) {
            this(command, Optional.empty());
        }
    }

    /// Resets the card.
    record Reset() implements ScriptStep {}

    /// Removes the card's power. The next step powers it up.
    record PowerDown() implements ScriptStep {}

    /// Ends the script.
    record Exit() implements ScriptStep {}
}
