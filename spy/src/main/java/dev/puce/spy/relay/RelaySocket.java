package dev.puce.spy.relay;

import dev.puce.spy.posix.UnixSocket;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/// The socket that programs connect to in place of the daemon's, and its file.
public final class RelaySocket implements AutoCloseable {
    /// As many as the system allows: clients that wait to be accepted are the daemon's to refuse, not ours.
    private static final int BACKLOG = 4096;

    private final Path path;
    private final Path directory;
    private final UnixSocket socket;

    private RelaySocket(Path path, Path directory) throws IOException {
        this.path = path;
        this.directory = directory;
        socket = UnixSocket.listen(path, BACKLOG);
        try {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
        } catch (IOException failed) {
            close();
            throw failed;
        }
    }

    /// A socket in a fresh directory that only this user can enter; both are removed by [#close()].
    public static RelaySocket inPrivateDirectory() throws IOException {
        var directory = Files.createTempDirectory(
                "puce-", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        try {
            return new RelaySocket(directory.resolve("pcscd.comm"), directory);
        } catch (IOException | RuntimeException failed) {
            Files.deleteIfExists(directory);
            throw failed;
        }
    }

    /// A socket at a path, for this user alone; its file is removed by [#close()].
    public static RelaySocket at(Path path) throws IOException {
        return new RelaySocket(path.toAbsolutePath(), null);
    }

    /// Where programs find it.
    public Path path() {
        return path;
    }

    UnixSocket socket() {
        return socket;
    }

    @Override
    public void close() throws IOException {
        socket.close();
        Files.deleteIfExists(path);
        if (directory != null) {
            Files.deleteIfExists(directory);
        }
    }
}
