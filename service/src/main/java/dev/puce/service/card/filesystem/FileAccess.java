package dev.puce.service.card.filesystem;

/// Files that a card description may name in `from`.
public enum FileAccess {
    /// Files in the folder of the description and below. Symbolic links must not lead outside.
    BELOW_FOLDER,
    /// All files that the user can read.
    ANYWHERE
}
