package dev.puce.trace;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// Files that only their owner may read and write, where the system supports it. The
/// conversations of cards and programs are private.
public final class PrivateFile {
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    /// Belongs to the user that this process acts as.
    private static final Path OURSELVES = Path.of("/proc/self");

    private PrivateFile() {}

    /// Opens a file for writing. One that is there is emptied and becomes its owner's alone, too; a pipe or a device
    /// keeps its permissions.
    ///
    /// @throws IOException if it cannot be made, or belongs to another user
    public static FileChannel create(Path file) throws IOException {
        if (!FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            return FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
        }
        try {
            return open(file, StandardOpenOption.CREATE_NEW);
        } catch (FileAlreadyExistsException _) {
            return takeOver(file);
        }
    }

    /// Deletes a file that was not written completely. Pipes and devices stay.
    public static void discard(Path file) throws IOException {
        if (Files.isRegularFile(file)) {
            Files.delete(file);
        }
    }

    private static FileChannel takeOver(Path file) throws IOException {
        var channel = open(file, StandardOpenOption.CREATE); // a link may lead to a file that is not there
        try {
            if (Files.isRegularFile(file)) {
                checkOwner(file); // before it is emptied
                // The attribute counts only for a file that was not there before.
                Files.setPosixFilePermissions(file, OWNER_ONLY);
                channel.truncate(0);
            }
            return channel;
        } catch (IOException | OutOfMemoryError failed) {
            channel.close();
            throw failed;
        }
    }

    private static FileChannel open(Path file, StandardOpenOption creation) throws IOException {
        FileAttribute<?> ownerOnly = PosixFilePermissions.asFileAttribute(OWNER_ONLY);
        return FileChannel.open(file, Set.of(creation, StandardOpenOption.WRITE), ownerOnly);
    }

    /// Root may write to any user's file, and that user would still own it.
    private static void checkOwner(Path file) throws IOException {
        if (Files.notExists(OURSELVES)) {
            return;
        }
        var owner = Files.getOwner(file);
        if (!owner.equals(Files.getOwner(OURSELVES))) {
            throw new IOException(file + " belongs to " + owner.getName()
                    + ", who could read what is written there: delete it, or name another file");
        }
    }
}
