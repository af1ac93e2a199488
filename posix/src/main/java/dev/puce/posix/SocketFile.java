package dev.puce.posix;

import java.io.Closeable;
import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

/// The file of a Unix socket: checks, replaces and creates it. Uses no system calls of Linux, so it works on every
/// system with Unix sockets.
public final class SocketFile {
    // sys/stat.h
    private static final int S_IFMT = 0xF000;
    private static final int S_IFSOCK = 0xC000;

    private SocketFile() {}

    /// Binds a socket to a path and listens there.
    ///
    /// @param <S> type of the socket
    @FunctionalInterface
    public interface Binding<S extends Closeable> {
        S listenAt(Path path) throws IOException;
    }

    /// Whether a socket is at a path. Symbolic links, pipes and devices are not sockets.
    public static boolean isSocket(Path path) throws IOException {
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS)
                && ((int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS) & S_IFMT) == S_IFSOCK;
    }

    /// Whether a process listens at a path. If it refuses our connection or its queue is full, it listens too.
    public static boolean isListening(Path path) {
        if (!Files.exists(path)) {
            return false;
        }
        try (var probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            probe.configureBlocking(false);
            probe.connect(UnixDomainSocketAddress.of(path));
            return true;
        } catch (ConnectException noListener) {
            return false;
        } catch (IOException notPermitted) {
            return Files.exists(path);
        }
    }

    /// Removes a socket that a killed process has left at a path. Does nothing if the path is free.
    ///
    /// @throws IOException if a process listens there, or the file is not a socket; the file stays
    public static void removeStale(Path path) throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (!isSocket(path)) {
            throw inUse(path, "the file there is not a socket", "move the file away");
        }
        if (isListening(path)) {
            throw inUse(path, "another process listens there", "end that process");
        }
        Files.delete(path);
    }

    private static IOException inUse(Path path, String why, String remedy) {
        return new IOException(
                "cannot listen at " + path + ": " + why + " (EADDRINUSE, 98). Choose another path, or " + remedy);
    }

    /// Creates a listening socket. A stale socket at the path is replaced.
    ///
    /// The socket is created in a private directory and then moved. So other users cannot connect before the
    /// permissions are set, and the umask does not matter.
    ///
    /// @throws IOException if the path is in use, too long, or its directory cannot be written
    public static <S extends Closeable> S create(Path path, Set<PosixFilePermission> permissions, Binding<S> binding)
            throws IOException {
        var place = path.toAbsolutePath();
        removeStale(place);
        try (var directory = directoryBeside(place)) {
            var temporary = directory.path().resolve("s");
            checkLength(place);
            checkLength(temporary);
            var socket = binding.listenAt(temporary);
            try {
                Files.setPosixFilePermissions(temporary, permissions);
                Files.move(temporary, place, StandardCopyOption.ATOMIC_MOVE);
                return socket;
            } catch (IOException failed) {
                socket.close();
                Files.deleteIfExists(temporary);
                throw failed;
            }
        }
    }

    private static SocketDirectory directoryBeside(Path path) throws IOException {
        try {
            return SocketDirectory.beside(path);
        } catch (NoSuchFileException missing) {
            throw new IOException("cannot listen at " + path + ": its directory does not exist", missing);
        } catch (AccessDeniedException denied) {
            throw new IOException(
                    "cannot listen at " + path + ": its directory cannot be written (EACCES, 13)", denied);
        }
    }

    private static void checkLength(Path path) throws IOException {
        int length = path.toString().getBytes(StandardCharsets.UTF_8).length;
        if (length > UnixSocket.MAX_PATH) {
            throw new IOException("cannot listen at " + path + ": it has " + length
                    + " bytes, and the path of a socket is limited to " + UnixSocket.MAX_PATH
                    + " bytes. Choose a shorter path");
        }
    }
}
