package dev.puce.decode;

/// A file of a card.
///
/// @param df   identifier of its directory, 0 to 0xFFFF; 0x7FFF stands for the application's own, -1 if unknown
/// @param id   file identifier, 0 to 0xFFFF; -1 if only the directory is known
/// @param name name in the application's file tree: `EF.IMSI`; hex if it is not known
public record FileName(int df, int id, String name) {
    /// The name.
    @Override
    public String toString() {
        return name;
    }
}
