package dev.puce.service.card.filesystem;

/// Condition for reading or changing a file or object.
sealed interface Access {
    /// Always permitted.
    record Always() implements Access {}

    /// Not permitted through commands.
    record Never() implements Access {}

    /// Permitted after the verification of a PIN.
    ///
    /// @param reference P2 of VERIFY, 0 to 255
    record AfterPin(int reference) implements Access {}
}
