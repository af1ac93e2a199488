package dev.puce.service.card.filesystem;

import java.util.OptionalInt;

/// An elementary file (EF): a file with content.
sealed interface ElementaryFile extends CardFile permits TransparentFile, RecordFile {
    /// Identity and access conditions of an EF.
    ///
    /// @param identifier      file identifier
    /// @param shortIdentifier short EF identifier, 1 to 30
    /// @param read            condition for reading the content
    /// @param update          condition for changing the content
    record Header(OptionalInt identifier, OptionalInt shortIdentifier, Access read, Access update) {}

    Header header();

    /// Returns the size of the content in bytes.
    int size();

    @Override
    default OptionalInt identifier() {
        return header().identifier();
    }
}
