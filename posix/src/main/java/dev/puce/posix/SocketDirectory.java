package dev.puce.posix;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/// A directory for sockets that only its owner can enter.
public final class SocketDirectory implements AutoCloseable {
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    /// A directory younger than this may belong to a process that is about to create its socket.
    private static final Duration MIN_AGE = Duration.ofMinutes(1);

    /// Names of temporary directories are short, because the path of a socket is limited to 107 bytes.
    private static final int NAMES = 36 * 36 * 36 * 36;

    private final Path path;

    private SocketDirectory(Path path) {
        this.path = path;
    }

    /// A new directory below the directory for temporary files. Removes those that dead processes of the same user
    /// have left there.
    ///
    /// @param prefix start of its name
    public static SocketDirectory temporary(String prefix) throws IOException {
        var directory = new SocketDirectory(created(prefix));
        directory.removeStaleSiblings(prefix, Instant.now().minus(MIN_AGE));
        return directory;
    }

    private static Path created(String prefix) throws IOException {
        try {
            return Files.createTempDirectory(prefix, OWNER_ONLY);
        } catch (IOException e) {
            throw new IOException(
                    "Cannot make a folder for a socket: " + e.getMessage()
                            + ". Name another folder for temporary files:"
                            + " JDK_JAVA_OPTIONS=-Djava.io.tmpdir=FOLDER",
                    e);
        }
    }

    /// A new directory beside a file, to create the file in.
    static SocketDirectory beside(Path file) throws IOException {
        int number = ThreadLocalRandom.current().nextInt(NAMES);
        var name = ".p" + Integer.toString(number, Character.MAX_RADIX);
        return new SocketDirectory(Files.createDirectory(file.resolveSibling(name), OWNER_ONLY));
    }

    /// An existing directory.
    static SocketDirectory at(Path path) {
        return new SocketDirectory(path);
    }

    public Path path() {
        return path;
    }

    /// Removes the directory, which must be empty.
    @Override
    public void close() throws IOException {
        Files.deleteIfExists(path);
    }

    /// Removes the directories of dead processes: they have the same owner and hold only sockets without a
    /// listener, or links that no program uses as its PC/SC socket.
    ///
    /// @param before directories that changed later stay
    void removeStaleSiblings(String prefix, Instant before) throws IOException {
        var owner = Files.getOwner(path);
        try (var siblings = Files.newDirectoryStream(path.getParent(), prefix + "*")) {
            for (var sibling : siblings) {
                if (!sibling.equals(path)) {
                    removeIfStale(sibling, owner, before);
                }
            }
        }
    }

    private static void removeIfStale(Path directory, UserPrincipal owner, Instant before) {
        try {
            if (Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)
                    && Files.getOwner(directory, LinkOption.NOFOLLOW_LINKS).equals(owner)
                    && Files.getLastModifiedTime(directory).toInstant().isBefore(before)) {
                removeWithoutListeners(directory);
            }
        } catch (IOException inUse) {
            // another process removes it or uses it
        }
    }

    private static void removeWithoutListeners(Path directory) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (var file : files) {
                boolean isStale = Files.isSymbolicLink(file)
                        ? EnvironmentSearch.processes("PCSCLITE_CSOCK_NAME=" + file)
                                .isEmpty()
                        : SocketFile.isSocket(file) && !SocketFile.isListening(file);
                if (!isStale) {
                    return;
                }
                Files.delete(file);
            }
            Files.delete(directory);
        }
    }
}
