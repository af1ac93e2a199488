package dev.puce.service.socket;

import dev.puce.posix.SocketFile;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/// The socket in the file system that clients connect to, and its tidy beginning and end.
public final class ListeningSocket implements AutoCloseable {
    /// Clients that may wait to be let in.
    private static final int BACKLOG = 1024;

    private final Path path;
    private final Optional<Path> ownDirectory;
    private final ServerSocketChannel channel;

    private ListeningSocket(Path path, Optional<Path> ownDirectory, ServerSocketChannel channel) {
        this.path = path;
        this.ownDirectory = ownDirectory;
        this.channel = channel;
    }

    /// Begins to listen. A socket that a dead service left behind is taken over.
    ///
    /// @param wanted    where; empty: in a new directory that only the own user can enter
    /// @param everybody whether all users may connect
    /// @throws IOException if that cannot be; the message says why and what to do
    public static ListeningSocket open(Optional<Path> wanted, boolean everybody) throws IOException {
        if (wanted.isPresent()) {
            return open(wanted.get().toAbsolutePath(), Optional.empty(), everybody);
        }
        Path directory = newDirectory(everybody).toAbsolutePath();
        try {
            return open(directory.resolve("pcscd.comm"), Optional.of(directory), everybody);
        } catch (IOException e) {
            Files.deleteIfExists(directory);
            throw e;
        }
    }

    private static ListeningSocket open(Path path, Optional<Path> ownDirectory, boolean everybody) throws IOException {
        var permissions = PosixFilePermissions.fromString(everybody ? "rw-rw-rw-" : "rw-------");
        var channel = SocketFile.create(path, permissions, ListeningSocket::listen);
        var socket = new ListeningSocket(path, ownDirectory, channel);
        try {
            channel.configureBlocking(false);
        } catch (IOException e) {
            socket.close(); // from here on there is a file to remove, too
            throw e;
        }
        return socket;
    }

    private static ServerSocketChannel listen(Path path) throws IOException {
        var channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.bind(UnixDomainSocketAddress.of(path), BACKLOG);
            return channel;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private static Path newDirectory(boolean everybody) throws IOException {
        Path directory = Files.createTempDirectory("puce-");
        if (everybody) {
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        return directory;
    }

    /// Path of the socket, absolute.
    public Path path() {
        return path;
    }

    /// Where clients are accepted, without blocking.
    public ServerSocketChannel channel() {
        return channel;
    }

    /// Stops listening and removes the socket, and its directory if it was made for it.
    @Override
    public void close() {
        try {
            channel.close();
            Files.deleteIfExists(path);
            if (ownDirectory.isPresent()) {
                Files.deleteIfExists(ownDirectory.get());
            }
        } catch (IOException e) {
            System.getLogger(ListeningSocket.class.getName())
                    .log(System.Logger.Level.WARNING, "cannot remove " + path + ": " + e.getMessage());
        }
    }
}
