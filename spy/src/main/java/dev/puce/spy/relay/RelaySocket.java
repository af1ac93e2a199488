package dev.puce.spy.relay;

import dev.puce.posix.SocketDirectory;
import dev.puce.posix.SocketFile;
import dev.puce.posix.UnixSocket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/// The socket that programs connect to in place of the daemon's, and its file. Only this user can connect.
public final class RelaySocket implements AutoCloseable {
    /// As many waiting clients as the system allows: only the daemon may refuse clients.
    private static final int BACKLOG = 4096;

    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    private final Path path;
    private final Path hiddenPath;
    private final Optional<SocketDirectory> directory;
    private final UnixSocket socket;

    /// Removes the file also if an unhandled signal ends the process.
    private final Thread hook = new Thread(this::removeFiles, "puce remove socket");

    private boolean hidden;
    private boolean closed;

    private RelaySocket(Path path, Optional<SocketDirectory> directory) throws IOException {
        this.path = path;
        this.directory = directory;
        hiddenPath = path.resolveSibling(path.getFileName() + ".away");
        socket = SocketFile.create(path, OWNER_ONLY, place -> UnixSocket.listen(place, BACKLOG));
    }

    /// A socket in a new directory that only this user can enter. [#close()] removes both.
    public static RelaySocket inPrivateDirectory() throws IOException {
        var directory = SocketDirectory.temporary("puce-spy-");
        try {
            var socket = new RelaySocket(directory.path().resolve("pcscd.comm"), Optional.of(directory));
            Runtime.getRuntime().addShutdownHook(socket.hook);
            return socket;
        } catch (IOException | RuntimeException failed) {
            directory.close();
            throw failed;
        }
    }

    /// A socket at a path. [#close()] removes its file. A stale socket at the path is replaced.
    ///
    /// @throws IOException if the path is in use, or its directory cannot be written
    public static RelaySocket at(Path path) throws IOException {
        return new RelaySocket(path.toAbsolutePath(), Optional.empty());
    }

    /// The path for programs.
    public Path path() {
        return path;
    }

    /// The listening socket.
    public UnixSocket socket() {
        return socket;
    }

    /// Hides the file, as a daemon that ends removes its own: programs find no service at once.
    synchronized void hide() throws IOException {
        if (!hidden && !closed) {
            Files.move(path, hiddenPath, StandardCopyOption.ATOMIC_MOVE);
            hidden = true;
        }
    }

    /// Shows the file again.
    synchronized void show() throws IOException {
        if (hidden && !closed) {
            Files.move(hiddenPath, path, StandardCopyOption.ATOMIC_MOVE);
            hidden = false;
        }
    }

    /// Stops listening, and removes the file.
    @Override
    public synchronized void close() throws IOException {
        closed = true;
        socket.close();
        removeFiles();
        if (directory.isPresent()) {
            removeHook();
        }
    }

    /// Stops listening, and lets the path lead to the daemon, for programs that keep using it. A later puce removes the
    /// link when no program uses it any more.
    ///
    /// @param daemon the daemon's socket
    public synchronized void closeAndLinkTo(Path daemon) throws IOException {
        closed = true;
        socket.close();
        Path link = Files.createSymbolicLink(path.resolveSibling("daemon"), daemon.toAbsolutePath());
        Files.move(link, path, StandardCopyOption.ATOMIC_MOVE);
        Files.deleteIfExists(hiddenPath);
        if (directory.isPresent()) {
            removeHook();
        }
    }

    private synchronized void removeFiles() {
        try {
            Files.deleteIfExists(hidden ? hiddenPath : path);
            if (directory.isPresent()) {
                directory.get().close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + path, e);
        }
    }

    private void removeHook() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException shuttingDown) {
            // the hook runs, and finds no files
        }
    }
}
