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
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/// The socket in the file system that clients connect to, and its tidy beginning and end.
public final class ListeningSocket implements AutoCloseable {
    /// Room for a path in `struct sockaddr_un`, without the NUL behind it; in bytes.
    private static final int MAX_PATH = 107;

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
        Optional<Path> ownDirectory = wanted.isPresent() ? Optional.empty() : Optional.of(newDirectory(everybody));
        Path path = wanted.orElseGet(() -> ownDirectory.orElseThrow().resolve("pcscd.comm"))
                .toAbsolutePath();
        if (path.toString().getBytes(StandardCharsets.UTF_8).length > MAX_PATH) {
            throw new IOException("cannot listen at " + path + ": the path of a socket may have " + MAX_PATH
                    + " bytes at most, choose a shorter one");
        }
        removeStale(path);
        ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.bind(UnixDomainSocketAddress.of(path), BACKLOG);
            channel.configureBlocking(false);
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(everybody ? "rw-rw-rw-" : "rw-------"));
        } catch (IOException e) {
            channel.close();
            throw new IOException("cannot listen at " + path + ": " + reason(e), e);
        }
        return new ListeningSocket(path, ownDirectory, channel);
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
        if (!Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .isOther()) {
            throw new FileAlreadyExistsException("cannot listen at " + path + ": there is a file that is no socket");
        }
        try (var probe = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            throw new IOException("cannot listen at " + path + ": " + probe.getRemoteAddress()
                    + " is in use by another service; stop that one, or listen elsewhere");
        } catch (ConnectException _) {
            Files.delete(path); // nobody listens: it was left behind
        }
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
