package dev.puce.service.control;

import java.util.List;

/// Response of a running service.
public sealed interface ControlAnswer {
    /// The request succeeded.
    ///
    /// @param readers the affected readers, or all of them
    record Done(List<ReaderInfo> readers) implements ControlAnswer {
        public Done {
            readers = List.copyOf(readers);
        }
    }

    /// The request failed.
    ///
    /// @param reason the cause and the remedy
    record Refused(String reason) implements ControlAnswer {}

    /// State of a reader.
    ///
    /// @param name    its full name
    /// @param hasCard whether it holds a card
    record ReaderInfo(String name, boolean hasCard) {}
}
