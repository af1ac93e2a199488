package dev.puce.spy.attach;

import dev.puce.posix.OpenedFile;
import dev.puce.posix.SocketFile;
import dev.puce.posix.UnixSocket;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;

/// A relay's socket at a daemon's path, from replacing the daemon's socket to restoring it.
final class AttachedSocket implements AutoCloseable {
    /// As many waiting clients as the system allows: only the daemon may refuse clients.
    private static final int BACKLOG = 4096;

    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    private final DaemonSocketFiles files;
    private final UnixSocket socket;
    private final Object inode;
    private final RestoreWatchdog watchdog;

    private AttachedSocket(DaemonSocketFiles files, UnixSocket socket, Object inode, RestoreWatchdog watchdog) {
        this.files = files;
        this.socket = socket;
        this.inode = inode;
        this.watchdog = watchdog;
    }

    /// Replaces the socket of the daemon that listens there. From then on programs can connect; they wait until
    /// the relay accepts them.
    static AttachedSocket replace(DaemonSocketFiles files) throws IOException {
        try {
            files.linkDaemon();
            return replace(
                    files, SocketFile.create(files.fresh(), OWNER_ONLY, path -> UnixSocket.listen(path, BACKLOG)));
        } catch (AccessDeniedException denied) {
            throw new AttachException(
                    "cannot replace " + files.place() + ": permission denied. Run puce as root, with sudo", denied);
        }
    }

    private static AttachedSocket replace(DaemonSocketFiles files, UnixSocket socket) throws IOException {
        RestoreWatchdog watchdog = null;
        try {
            copyPermissions(files);
            var inode = DaemonSocketFiles.inode(files.fresh());
            watchdog = RestoreWatchdog.start(files, inode);
            files.replaceDaemon();
            return new AttachedSocket(files, socket, inode, watchdog);
        } catch (IOException | RuntimeException failed) {
            socket.close();
            Files.deleteIfExists(files.fresh());
            if (watchdog != null) {
                watchdog.close();
            }
            throw failed;
        }
    }

    /// Lets exactly those programs connect that may connect to the daemon's socket.
    private static void copyPermissions(DaemonSocketFiles files) throws IOException {
        try (var daemon = OpenedFile.of(files.daemon());
                var fresh = OpenedFile.of(files.fresh())) {
            if (!daemon.isSocket() || !fresh.isSocket()) { // or the owner of another file would change
                throw new AttachException(
                        "another process is changing the files beside " + files.place() + ": end that process first");
            }
            var daemons = attributes(daemon).readAttributes();
            var ours = attributes(fresh);
            ours.setOwner(daemons.owner());
            ours.setGroup(daemons.group());
            ours.setPermissions(daemons.permissions());
        }
    }

    private static PosixFileAttributeView attributes(OpenedFile file) {
        return Files.getFileAttributeView(file.path(), PosixFileAttributeView.class);
    }

    UnixSocket socket() {
        return socket;
    }

    /// Whether the relay's socket is still at the daemon's path.
    boolean isInPlace() {
        return Objects.equals(inode, DaemonSocketFiles.inode(files.place()));
    }

    /// Restores the daemon's socket. If the daemon has ended, removes all files. If another daemon has taken the
    /// path, its socket stays.
    void restore() throws IOException {
        if (isInPlace() && DaemonSocketFiles.isListening(files.daemon())) {
            files.restoreDaemon();
        } else {
            if (isInPlace()) {
                Files.deleteIfExists(files.place());
            }
            files.unlinkDaemon();
        }
        watchdog.close();
    }

    /// Stops listening. The files stay.
    @Override
    public void close() {
        socket.close();
    }
}
