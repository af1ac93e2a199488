package dev.puce.cards.script;

import dev.puce.iso7816.Bytes;
import java.util.Optional;

/// One step of a script. Immutable.
public sealed interface ScriptStep {
    /// Sends a command.
    ///
    /// @param expectation the expected response
    record Transmit(Bytes command, Optional<Expectation> expectation) implements ScriptStep {
        /// Makes a command whose response the script does not check.
        public Transmit(Bytes command) {
            this(command, Optional.empty());
        }
    }

    /// Resets the card.
    record Reset() implements ScriptStep {}

    /// Powers the card off. The next step powers it on.
    record PowerDown() implements ScriptStep {}

    /// Ends the script.
    record Exit() implements ScriptStep {}
}
