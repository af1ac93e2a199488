package dev.puce.spy.attach;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// Lets only one puce at a time attach to a daemon. The system releases the lock when its holder ends.
final class AttachLock implements AutoCloseable {
    /// A user who can read the file could lock it, and so keep puce from attaching.
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    private final Path file;
    private final FileChannel channel;

    private AttachLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /// Takes the lock.
    ///
    /// @throws AttachException if another puce holds it, or its directory cannot be written
    static AttachLock take(DaemonSocketFiles files) throws IOException {
        var file = files.lock();
        FileChannel channel;
        try {
            channel = FileChannel.open(
                    file,
                    Set.of(
                            StandardOpenOption.CREATE,
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE,
                            LinkOption.NOFOLLOW_LINKS),
                    PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        } catch (AccessDeniedException denied) {
            throw new AttachException(
                    "cannot write to " + file.getParent() + ": permission denied. Run puce as root, with sudo", denied);
        } catch (NoSuchFileException missing) {
            throw new AttachException(file.getParent() + " does not exist: is pcscd running?", missing);
        } catch (IOException failed) {
            if (Files.isSymbolicLink(file)) { // its target could belong to any user, and would be overwritten
                throw new AttachException(file + " is a symbolic link, which puce never creates: remove it", failed);
            }
            throw failed;
        }
        try {
            if (lock(channel) == null) {
                throw new AttachException("puce" + holder(channel) + " is already attached to " + files.place()
                        + ": end that puce first");
            }
            channel.truncate(0);
            channel.write(ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII)));
            return new AttachLock(file, channel);
        } catch (IOException failed) {
            channel.close();
            throw failed;
        }
    }

    private static FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException thisProcess) {
            return null;
        }
    }

    private static String holder(FileChannel channel) throws IOException {
        var pid = ByteBuffer.allocate(20);
        channel.read(pid, 0);
        var text = StandardCharsets.US_ASCII.decode(pid.flip()).toString().strip();
        return text.isEmpty() ? "" : " (process " + text + ")";
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(file);
        channel.close();
    }
}
