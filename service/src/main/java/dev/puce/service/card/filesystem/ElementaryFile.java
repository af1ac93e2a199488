package dev.puce.service.card.filesystem;

import java.util.OptionalInt;

/// A file with content.
sealed interface ElementaryFile extends CardFile permits TransparentFile, RecordFile {
    /// Identity of an EF, and who may use it.
    ///
    /// @param identifier      file identifier
    /// @param shortIdentifier short EF identifier, 1 to 30
    /// @param read            when the content may be read
    /// @param update          when it may be changed
    record Header(OptionalInt identifier, OptionalInt shortIdentifier, Access read, Access update) {}

    Header header();

    /// Number of bytes of all its content.
    int size();

    @Override
    default OptionalInt identifier() {
        return header().identifier();
    }
}
