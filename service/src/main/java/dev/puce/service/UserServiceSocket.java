package dev.puce.service;

import dev.puce.posix.SocketFile;
import dev.puce.service.peer.UserId;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The fixed socket of a user's service, at which all commands of the same user find it without configuration.
///
/// It is `pcscd.comm` in the directory `$XDG_RUNTIME_DIR/puce`. Without a runtime directory it is in `/tmp/puce-UID`,
/// where UID is the user id. Both directories are private: they belong to the user, and only the user can enter them.
public final class UserServiceSocket {
    private static final String NAME = "pcscd.comm";
    private static final Set<PosixFilePermission> PRIVATE = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> FOREIGN_WRITE =
            EnumSet.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);

    private UserServiceSocket() {}

    /// Returns the path of the socket, whether a service listens there or not.
    ///
    /// @param environment environment variables, of which it uses `XDG_RUNTIME_DIR`
    public static Path path(Map<String, String> environment) {
        return directory(environment).resolve(NAME);
    }

    /// Creates the private directory and returns the path of the socket, for a new service.
    ///
    /// @throws IOException if another user owns the directory or can write to it, or it cannot be created
    public static Path create(Map<String, String> environment) throws IOException {
        Path directory = directory(environment);
        try {
            Files.createDirectory(directory, PosixFilePermissions.asFileAttribute(PRIVATE));
        } catch (FileAlreadyExistsException _) {
            requirePrivate(directory);
        }
        return directory.resolve(NAME);
    }

    /// Returns the path of the socket if a service of this user listens there. Ignores sockets of other users.
    public static Optional<Path> find(Map<String, String> environment) {
        Path socket = path(environment);
        try {
            requirePrivate(socket.getParent());
        } catch (IOException _) {
            return Optional.empty();
        }
        return SocketFile.isListening(socket) ? Optional.of(socket) : Optional.empty();
    }

    private static Path directory(Map<String, String> environment) {
        String runtime = environment.getOrDefault("XDG_RUNTIME_DIR", "");
        if (!runtime.isEmpty() && Files.isDirectory(Path.of(runtime))) {
            return Path.of(runtime).resolve("puce").toAbsolutePath();
        }
        var uid = UserId.effective();
        return uid.isPresent()
                ? Path.of("/tmp", "puce-" + uid.getAsInt())
                : Path.of(System.getProperty("java.io.tmpdir"), "puce-" + System.getProperty("user.name"))
                        .toAbsolutePath();
    }

    private static void requirePrivate(Path directory) throws IOException {
        var attributes = Files.readAttributes(directory, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (!attributes.isDirectory()) {
            throw new IOException("cannot use " + directory + " for a socket: it is not a directory. Remove it,"
                    + " or choose another path for the socket.");
        }
        if (!isOwn(directory)) {
            throw new IOException("cannot use " + directory + " for a socket: it belongs to the user "
                    + attributes.owner().getName() + ". Choose another path for the socket.");
        }
        if (attributes.permissions().stream().anyMatch(FOREIGN_WRITE::contains)) {
            throw new IOException("cannot use " + directory + " for a socket: other users can write to it."
                    + " Run chmod 700 " + directory + ", or choose another path for the socket.");
        }
    }

    private static boolean isOwn(Path directory) throws IOException {
        int owner = (int) Files.getAttribute(directory, "unix:uid", LinkOption.NOFOLLOW_LINKS);
        var own = UserId.effective();
        return own.isEmpty()
                ? Files.getOwner(directory).getName().equals(System.getProperty("user.name"))
                : owner == own.getAsInt();
    }
}
