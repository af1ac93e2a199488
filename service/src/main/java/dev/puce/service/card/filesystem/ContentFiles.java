package dev.puce.service.card.filesystem;

import dev.puce.iso7816.Bytes;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// The files that a card description names in `from`.
///
/// @param folder folder of the description
/// @param access files that the description may name
record ContentFiles(Path folder, FileAccess access) {
    /// Maximum size of a file: the largest content of an EF, in bytes.
    static final int MAX_BYTES = 0x7FFFFF;

    /// Reads a file.
    ///
    /// @param name path of the file, relative to the folder
    /// @throws IOException if the file is unreadable, too large, or outside the folder without permission
    Bytes read(String name) throws IOException {
        Path file = folder.resolve(name);
        if (access == FileAccess.BELOW_FOLDER && !isBelowFolder(file)) {
            throw new IOException("the file " + file + " is outside the folder of the description."
                    + " Move it there, or permit such files with --allow-outside");
        }
        return Bytes.of(RegularFile.read(file, MAX_BYTES));
    }

    private boolean isBelowFolder(Path file) throws IOException {
        Path below = folder.toAbsolutePath().normalize();
        if (!file.toAbsolutePath().normalize().startsWith(below)) {
            return false; // also if the file is missing: its existence stays private
        }
        try {
            return file.toRealPath().startsWith(folder.toRealPath());
        } catch (NoSuchFileException _) {
            return true; // reading it reports the reason
        }
    }
}
