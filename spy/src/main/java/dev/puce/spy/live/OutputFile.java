package dev.puce.spy.live;

import dev.puce.posix.OpenedFile;
import dev.puce.posix.OperatingSystem;
import dev.puce.posix.ThreadIdentity;
import dev.puce.posix.UnsharedPath;
import dev.puce.trace.PrivateFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// Opens a file for a recording, which only its owner can read. Root's recording must not go where another
/// user's link leads, so for root every link in a directory that other users can write to is refused.
public final class OutputFile {
    private static final Set<StandardOpenOption> NEW = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

    private OutputFile() {}

    /// Opens a file for writing. An existing file is emptied.
    ///
    /// @throws IOException if it cannot be opened, belongs to another user, or another user may have linked it
    public static FileChannel open(Path file) throws IOException {
        if (!needsCheck()) {
            return PrivateFile.create(file);
        }
        try (var path = UnsharedPath.resolve(file)) {
            return path.isKernelLink() ? PrivateFile.create(path.path()) : openWithoutLinks(path.path());
        } catch (NoSuchFileException missing) {
            throw missing;
        } catch (FileSystemException e) {
            throw new FileSystemException(file.toString(), null, e.getReason());
        } catch (IOException e) {
            throw new IOException(e.getMessage().replaceAll("/proc/self/fd/\\d+(/[^/ ]+)?", file.toString()), e);
        }
    }

    /// Links are checked with `/proc`, which only Linux has.
    private static boolean needsCheck() {
        return OperatingSystem.current() == OperatingSystem.LINUX && ThreadIdentity.isRoot();
    }

    private static FileChannel openWithoutLinks(Path file) throws IOException {
        try {
            return FileChannel.open(
                    file, NEW, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } catch (FileAlreadyExistsException exists) {
            try (var opened = OpenedFile.of(file)) {
                if (opened.isSymbolicLink()) {
                    throw new IOException(file + " has just become a symbolic link");
                }
                return PrivateFile.create(opened.path());
            }
        }
    }

    /// The path of a file without symbolic links.
    ///
    /// @throws IOException if it does not exist, or root would follow a link that another user may have made
    public static Path realPath(Path file) throws IOException {
        if (!needsCheck()) {
            return file.toRealPath();
        }
        try (var path = UnsharedPath.resolve(file)) {
            return path.realPath();
        }
    }
}
