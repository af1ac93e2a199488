package dev.puce.service.card.filesystem;

/// When something may be read or changed.
sealed interface Access {
    /// Whenever somebody asks.
    record Always() implements Access {}

    /// Not through the commands of the card.
    record Never() implements Access {}

    /// After a PIN was verified.
    ///
    /// @param reference P2 of VERIFY, 0 to 255
    record AfterPin(int reference) implements Access {}
}
