package dev.puce.service.control;

import java.util.List;

/// What a running service says.
public sealed interface ControlAnswer {
    /// It is done, or it is the answer to a question.
    ///
    /// @param readers the readers that were acted on, or all of them
    record Done(List<ReaderInfo> readers) implements ControlAnswer {
        public Done {
            readers = List.copyOf(readers);
        }
    }

    /// It cannot be done.
    ///
    /// @param reason why, and what to do
    record Refused(String reason) implements ControlAnswer {}

    /// A reader.
    ///
    /// @param name    its full name
    /// @param hasCard whether there is a card in it
    record ReaderInfo(String name, boolean hasCard) {}
}
