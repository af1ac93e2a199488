package dev.puce.spy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// Files that only their owner may read and write, where the system knows such a thing: what cards and programs say to
/// each other is nobody else's business.
public final class PrivateFile {
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    private PrivateFile() {}

    /// Opens a file for writing. One that is there is emptied and becomes its owner's alone, too; a pipe or a device
    /// keeps its permissions.
    ///
    /// @throws IOException if it cannot be made, or is somebody else's
    public static FileChannel create(Path file) throws IOException {
        var options = Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
        if (!FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            return FileChannel.open(file, options);
        }
        FileAttribute<?> ownerOnly = PosixFilePermissions.asFileAttribute(OWNER_ONLY);
        var channel = FileChannel.open(file, options, ownerOnly);
        try {
            if (Files.isRegularFile(file)) {
                // The attribute counts only for a file that was not there before.
                Files.setPosixFilePermissions(file, OWNER_ONLY);
            }
            return channel;
        } catch (IOException | OutOfMemoryError failed) {
            channel.close();
            throw failed;
        }
    }
}
