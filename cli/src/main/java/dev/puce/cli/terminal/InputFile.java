package dev.puce.cli.terminal;

import java.nio.file.Files;
import java.nio.file.Path;

/// Files that commands read.
public final class InputFile {
    private InputFile() {}

    /// The file, unless it is a folder: opening one may well work, and reading it then fails without a name.
    public static Path notAFolder(Path file) {
        if (Files.isDirectory(file)) {
            throw new CommandFailedException(file + " is a folder, not a file");
        }
        return file;
    }
}
