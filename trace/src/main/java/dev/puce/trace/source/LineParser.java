package dev.puce.trace.source;

import java.io.IOException;

/// Understands the lines of one log, in their order, and tells an [ExchangeAssembler] what they say.
public interface LineParser {
    /// Takes the next line. A line that means nothing is left out silently; a damaged one is reported to the
    /// [dev.puce.trace.ProblemListener] with its number and without its content, which may be secret.
    ///
    /// @param line valid during this call only
    /// @throws IOException from the assembler
    void line(LogLines line) throws IOException;

    /// The log ends. The assembler is finished afterwards.
    ///
    /// @throws IOException from the assembler
    default void end() throws IOException {}
}
