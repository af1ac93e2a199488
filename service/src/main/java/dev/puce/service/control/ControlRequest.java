package dev.puce.service.control;

import dev.puce.service.card.filesystem.FileAccess;
import java.util.Optional;
import java.util.OptionalInt;

/// Request to a running service.
public sealed interface ControlRequest {
    /// Lists the readers and whether they hold cards.
    record ListReaders() implements ControlRequest {}

    /// Inserts a card.
    ///
    /// @param reader name of the reader or its prefix; empty: the only reader, or the first one without a card
    /// @param card   kind of card, as on the command line of `puce serve`
    /// @param access files that a card description may name
    record InsertCard(Optional<String> reader, String card, FileAccess access) implements ControlRequest {}

    /// Removes a card.
    ///
    /// @param reader name of the reader or its prefix; empty: the only one with a card
    /// @param after  number of commands that the card still answers; empty: remove it now
    record RemoveCard(Optional<String> reader, OptionalInt after) implements ControlRequest {}

    /// Adds a reader.
    record AddReader(String name) implements ControlRequest {}

    /// Removes a reader.
    ///
    /// @param reader name of the reader or its prefix
    record RemoveReader(String reader) implements ControlRequest {}
}
