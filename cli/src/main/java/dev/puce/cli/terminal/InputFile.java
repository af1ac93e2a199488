package dev.puce.cli.terminal;

import java.io.IOException;
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

    /// Reads a whole regular file. Refuses devices, pipes and sockets at once, because reading them may never end.
    ///
    /// @param maxBytes maximum size of the file in bytes
    /// @throws CommandFailedException if the file is of another type or too large; the message says which
    public static byte[] read(Path file, int maxBytes) throws IOException {
        if (Files.exists(notAFolder(file)) && !Files.isRegularFile(file)) {
            throw new CommandFailedException(file + " is a device, pipe or socket, not a file");
        }
        try (var in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(maxBytes + 1);
            if (bytes.length > maxBytes) {
                throw new CommandFailedException(file + " has more than " + maxBytes + " bytes");
            }
            return bytes;
        }
    }
}
