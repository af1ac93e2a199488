package dev.puce.service.control;

import java.util.Optional;
import java.util.OptionalInt;

/// What a running service is asked to do.
public sealed interface ControlRequest {
    /// Tells the readers and whether they have cards.
    record ListReaders() implements ControlRequest {}

    /// Puts a card in.
    ///
    /// @param reader name of the reader or its beginning; empty: the only one, or the first that has no card
    /// @param card   which card, as on the command line of `puce serve`
    record InsertCard(Optional<String> reader, String card) implements ControlRequest {}

    /// Pulls a card.
    ///
    /// @param reader name of the reader or its beginning; empty: the only one that has a card
    /// @param after  how many more commands it answers before it is pulled; empty: pull it now
    record RemoveCard(Optional<String> reader, OptionalInt after) implements ControlRequest {}

    /// Adds a reader.
    record AddReader(String name) implements ControlRequest {}

    /// Takes a reader away.
    ///
    /// @param reader name of the reader or its beginning
    record RemoveReader(String reader) implements ControlRequest {}
}
