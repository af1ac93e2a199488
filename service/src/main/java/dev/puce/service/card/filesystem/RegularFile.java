package dev.puce.service.card.filesystem;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/// Reads regular files of limited size. Refuses devices, pipes and sockets at once, because reading them may never end.
final class RegularFile {
    private RegularFile() {}

    /// Reads a whole file.
    ///
    /// @param maxBytes maximum size of the file in bytes
    /// @throws IOException if the file is missing, of another type, or too large; the message says which
    static byte[] read(Path file, int maxBytes) throws IOException {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            if (!attributes.isRegularFile()) {
                String type = attributes.isDirectory() ? "a directory" : "a device, pipe or socket";
                throw new IOException("cannot read " + file + ": it is " + type + ", not a regular file");
            }
        } catch (NoSuchFileException e) {
            throw new IOException("cannot read " + file + ": there is no such file", e);
        }
        try (var in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(maxBytes + 1);
            if (bytes.length > maxBytes) {
                throw new IOException("cannot read " + file + ": it has more than " + maxBytes + " bytes");
            }
            return bytes;
        }
    }
}
