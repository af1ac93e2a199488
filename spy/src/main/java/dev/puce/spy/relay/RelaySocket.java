package dev.puce.spy.relay;

import dev.puce.posix.OpenedFile;
import dev.puce.posix.UnixSocket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/// The socket that programs connect to in place of the daemon's, and its file.
public final class RelaySocket implements AutoCloseable {
    /// As many as the system allows: clients that wait to be accepted are the daemon's to refuse, not ours.
    private static final int BACKLOG = 4096;

    // sys/stat.h
    private static final int S_IFMT = 0xF000;
    private static final int S_IFSOCK = 0xC000;

    private final Path path;
    private final Path aside;
    private final Path directory;
    private final UnixSocket socket;

    /// Removes the files also when a signal ends the process that nobody handles.
    private final Thread hook = new Thread(this::removeFiles, "puce remove socket");

    private boolean removesFile = true;
    private boolean withdrawn;
    private boolean closed;

    private RelaySocket(Path path, Path directory) throws IOException {
        this.path = path;
        this.directory = directory;
        aside = path.resolveSibling(path.getFileName() + ".away");
        socket = UnixSocket.listen(path, BACKLOG);
        try (var file = OpenedFile.of(path)) {
            if (!file.isSocket()) {
                throw new IOException("somebody else has put something at " + path + " at this moment");
            }
            Files.setPosixFilePermissions(file.path(), PosixFilePermissions.fromString("rw-------"));
        } catch (IOException failed) {
            close();
            throw failed;
        }
    }

    /// A socket in a fresh directory that only this user can enter; both are removed by [#close()].
    public static RelaySocket inPrivateDirectory() throws IOException {
        var directory = Files.createTempDirectory(
                "puce-spy-", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        try {
            var socket = new RelaySocket(directory.resolve("pcscd.comm"), directory);
            Runtime.getRuntime().addShutdownHook(socket.hook);
            return socket;
        } catch (IOException | RuntimeException failed) {
            Files.deleteIfExists(directory);
            throw failed;
        }
    }

    /// A socket at a path, for this user alone; its file is removed by [#close()]. A socket that is there
    /// already and to which nobody listens, left over from a process that was killed, is replaced.
    ///
    /// @throws IOException if something else is there, which stays, or the directory is not ours to write
    public static RelaySocket at(Path path) throws IOException {
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            if (!isSocket(path)) {
                throw taken(path, "something is there that is no socket");
            }
            if (new DaemonAtPath(path).isThere()) {
                throw taken(path, "another process listens there");
            }
            Files.delete(path);
        }
        return new RelaySocket(path.toAbsolutePath(), null);
    }

    /// Not by [java.nio.file.attribute.BasicFileAttributes#isOther]: pipes and devices are other, too.
    private static boolean isSocket(Path path) throws IOException {
        return Files.exists(path) && ((int) Files.getAttribute(path, "unix:mode") & S_IFMT) == S_IFSOCK;
    }

    private static IOException taken(Path path, String why) {
        return new IOException("cannot listen at " + path + ": " + why + " (EADDRINUSE). Choose another path, or "
                + "end or remove what is there");
    }

    /// A socket at a path, for this user alone, whose file somebody else moves and removes.
    public static RelaySocket toBeMoved(Path path) throws IOException {
        var socket = new RelaySocket(path.toAbsolutePath(), null);
        socket.removesFile = false;
        return socket;
    }

    /// Where programs find it.
    public Path path() {
        return path;
    }

    UnixSocket socket() {
        return socket;
    }

    /// Takes the file away, as a daemon does that ends: who connects fails at once.
    synchronized void withdraw() throws IOException {
        if (!withdrawn && !closed) {
            Files.move(path, aside, StandardCopyOption.ATOMIC_MOVE);
            withdrawn = true;
        }
    }

    /// Puts the file back.
    synchronized void putBack() throws IOException {
        if (withdrawn && !closed) {
            Files.move(aside, path, StandardCopyOption.ATOMIC_MOVE);
            withdrawn = false;
        }
    }

    /// Ends listening, and removes the file.
    @Override
    public synchronized void close() throws IOException {
        closed = true;
        socket.close();
        removeFiles();
        if (directory != null) {
            forgetHook();
        }
    }

    private synchronized void removeFiles() {
        try {
            if (removesFile) {
                Files.deleteIfExists(withdrawn ? aside : path);
            }
            if (directory != null) {
                Files.deleteIfExists(directory);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + path, e);
        }
    }

    private void forgetHook() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException ending) {
            // the process ends already, and the hook finds nothing to do
        }
    }
}
