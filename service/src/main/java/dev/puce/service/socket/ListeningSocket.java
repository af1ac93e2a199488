package dev.puce.service.socket;

import dev.puce.posix.SocketDirectory;
import dev.puce.posix.SocketFile;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/// A listening socket in the file system. Replaces a stale socket when it opens, and removes its files when it closes.
///
/// A socket for its owner only is never reachable for other users, with any umask: [SocketFile] creates it in a private
/// directory.
public final class ListeningSocket implements AutoCloseable {
    /// Maximum number of connections that wait to be accepted.
    private static final int BACKLOG = 1024;

    private final Path path;
    /// Start of the name of a private directory. Directories that killed processes have left are removed by it.
    static final String PREFIX = "puce-serve-";

    private final Optional<Path> ownDirectory;
    private final ServerSocketChannel channel;

    private ListeningSocket(Path path, Optional<Path> ownDirectory, ServerSocketChannel channel) {
        this.path = path;
        this.ownDirectory = ownDirectory;
        this.channel = channel;
    }

    /// Starts to listen. Replaces the stale socket of a killed service.
    ///
    /// @param requested path of the socket; empty: in a new private directory
    /// @param allUsers  whether all users may connect
    /// @throws IOException if that fails; the message states the cause and the remedy
    public static ListeningSocket open(Optional<Path> requested, boolean allUsers) throws IOException {
        if (requested.isPresent()) {
            return open(requested.get().toAbsolutePath(), Optional.empty(), allUsers);
        }
        Path directory = newDirectory(allUsers).toAbsolutePath();
        try {
            return open(directory.resolve("pcscd.comm"), Optional.of(directory), allUsers);
        } catch (IOException e) {
            Files.deleteIfExists(directory);
            throw e;
        }
    }

    private static ListeningSocket open(Path path, Optional<Path> ownDirectory, boolean allUsers) throws IOException {
        var permissions = PosixFilePermissions.fromString(allUsers ? "rw-rw-rw-" : "rw-------");
        var channel = SocketFile.create(path, permissions, ListeningSocket::listen);
        var socket = new ListeningSocket(path, ownDirectory, channel);
        try {
            channel.configureBlocking(false);
        } catch (IOException e) {
            socket.close(); // also removes the file
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

    private static Path newDirectory(boolean allUsers) throws IOException {
        Path directory = SocketDirectory.temporary(PREFIX).path();
        if (allUsers) {
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        return directory;
    }

    /// Returns the absolute path of the socket.
    public Path path() {
        return path;
    }

    /// Returns the channel, which does not block.
    public ServerSocketChannel channel() {
        return channel;
    }

    /// Stops listening and removes the socket and its private directory, if it has one.
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
