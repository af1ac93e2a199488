package dev.puce.decode.dictionary;

/// The families and formats outside a family that its rows may name.
public interface References {
    /// The family of that name.
    ///
    /// @throws IllegalStateException if there is none, or a line of it is malformed
    Family family(String name);

    /// The format of that name, if it is one that tables cannot express; otherwise `null`.
    ///
    /// @param argument the rest of the cell behind the name; may be empty
    Format format(String name, String argument);
}
