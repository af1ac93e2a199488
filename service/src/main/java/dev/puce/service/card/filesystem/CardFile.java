package dev.puce.service.card.filesystem;

import java.util.OptionalInt;

/// A file of the card (ISO/IEC 7816-4:2020, 7.2).
sealed interface CardFile permits DedicatedFile, ElementaryFile {
    /// Returns the file identifier, 0 to 0xFFFF; application DFs may have none.
    OptionalInt identifier();

    /// Returns whether the file has this identifier.
    default boolean hasIdentifier(int wanted) {
        return identifier().orElse(-1) == wanted;
    }
}
