package dev.puce.service.socket;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/// The socket in the file system that clients connect to, and its tidy beginning and end.
public final class ListeningSocket implements AutoCloseable {
    /// Room for a path in `struct sockaddr_un`, without the NUL behind it; in bytes.
    private static final int MAX_PATH = 107;

    /// Clients that may wait to be let in.
    private static final int BACKLOG = 1024;

    // sys/stat.h
    private static final int S_IFMT = 0xF000;
    private static final int S_IFSOCK = 0xC000;

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
        if (path.toString().getBytes(StandardCharsets.UTF_8).length > MAX_PATH) {
            throw new IOException("cannot listen at " + path + ": the path of a socket may have " + MAX_PATH
                    + " bytes at most, choose a shorter one");
        }
        removeStale(path);
        ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.bind(UnixDomainSocketAddress.of(path), BACKLOG);
        } catch (IOException e) {
            channel.close();
            throw cannotListen(path, e);
        }
        var socket = new ListeningSocket(path, ownDirectory, channel);
        try {
            channel.configureBlocking(false);
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(everybody ? "rw-rw-rw-" : "rw-------"));
        } catch (IOException e) {
            socket.close(); // from here on there is a file to remove, too
            throw cannotListen(path, e);
        }
        return socket;
    }

    private static IOException cannotListen(Path path, IOException e) {
        return new IOException("cannot listen at " + path + ": " + reason(e), e);
    }

    private static String reason(IOException e) {
        return e instanceof BindException && e.getMessage() == null
                ? "the directory cannot be written"
                : e.getMessage();
    }

    private static Path newDirectory(boolean everybody) throws IOException {
        Path directory = Files.createTempDirectory("puce-");
        if (everybody) {
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        return directory;
    }

    private static void removeStale(Path path) throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (!isSocket(path)) {
            throw new FileAlreadyExistsException("cannot listen at " + path
                    + ": there is a file that is no socket; listen elsewhere, or move it away");
        }
        try (var probe = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            throw new IOException("cannot listen at " + path + ": " + probe.getRemoteAddress()
                    + " is in use by another service; stop that one, or listen elsewhere");
        } catch (ConnectException _) {
            Files.delete(path); // nobody listens: it was left behind
        }
    }

    /// Not by [java.nio.file.attribute.BasicFileAttributes#isOther]: pipes and devices are other, too, and are nobody's
    /// to delete. A link is none, whatever it leads to.
    private static boolean isSocket(Path path) throws IOException {
        return ((int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS) & S_IFMT) == S_IFSOCK;
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
