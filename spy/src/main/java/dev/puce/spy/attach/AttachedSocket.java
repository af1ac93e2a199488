package dev.puce.spy.attach;

import dev.puce.posix.OpenedFile;
import dev.puce.spy.relay.RelaySocket;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.Objects;

/// A relay's socket in a daemon's place, from taking it to giving it back.
final class AttachedSocket implements AutoCloseable {
    private final DaemonSocketFiles files;
    private final RelaySocket socket;
    private final Object key;
    private final RestoreWatchdog guardian;

    private AttachedSocket(DaemonSocketFiles files, RelaySocket socket, Object key, RestoreWatchdog guardian) {
        this.files = files;
        this.socket = socket;
        this.key = key;
        this.guardian = guardian;
    }

    /// Takes the place of the daemon that listens there. Programs may connect from then on, and wait until
    /// somebody accepts them.
    static AttachedSocket take(DaemonSocketFiles files) throws IOException {
        try {
            Files.deleteIfExists(files.fresh());
            files.nameDaemon();
            return takePlace(files, RelaySocket.toBeMoved(files.fresh()));
        } catch (AccessDeniedException denied) {
            throw new AttachException(
                    "cannot take the place of " + files.place()
                            + ": permission denied. Only root may: sudo puce spy --attach",
                    denied);
        }
    }

    private static AttachedSocket takePlace(DaemonSocketFiles files, RelaySocket socket) throws IOException {
        RestoreWatchdog guardian = null;
        try {
            likeDaemons(files);
            var key = DaemonSocketFiles.key(files.fresh());
            guardian = RestoreWatchdog.start(files, key);
            files.takePlace();
            return new AttachedSocket(files, socket, key, guardian);
        } catch (IOException | RuntimeException failed) {
            socket.close();
            Files.deleteIfExists(files.fresh());
            if (guardian != null) {
                guardian.close();
            }
            throw failed;
        }
    }

    /// Who may connect to the daemon's socket may connect to ours, and nobody else.
    private static void likeDaemons(DaemonSocketFiles files) throws IOException {
        try (var daemon = OpenedFile.of(files.daemon());
                var fresh = OpenedFile.of(files.fresh())) {
            if (!daemon.isSocket() || !fresh.isSocket()) { // or somebody's file would change hands
                throw new AttachException(
                        "somebody else changes the files beside " + files.place() + " at this moment: end that first");
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

    RelaySocket socket() {
        return socket;
    }

    /// Whether the daemon's place is still ours.
    boolean isInPlace() {
        return Objects.equals(key, DaemonSocketFiles.key(files.place()));
    }

    /// Gives the place back to the daemon that had it. If it has gone meanwhile, nothing is left behind; if
    /// another one has taken the place, it stays.
    void giveBack() throws IOException {
        if (isInPlace() && DaemonSocketFiles.isAlive(files.daemon())) {
            files.giveBackPlace();
        } else {
            if (isInPlace()) {
                Files.deleteIfExists(files.place());
            }
            files.forgetDaemon();
        }
        guardian.close();
    }

    /// Ends listening; the files are not touched.
    @Override
    public void close() throws IOException {
        socket.close();
    }
}
