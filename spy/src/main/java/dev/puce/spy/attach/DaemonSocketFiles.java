package dev.puce.spy.attach;

import dev.puce.posix.SocketFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;
import java.util.Optional;

/// The files of an attachment, and their repair after an accident.
///
/// While a relay is attached, the daemon's path leads to the relay. A second name (a hard link) leads to the
/// daemon's socket. Every change is one `link` or one `rename`, so there is always a socket at the daemon's
/// path.
///
/// ```text
/// pcscd.comm               where programs connect: the daemon's socket, or the relay's
/// pcscd.comm.puce-daemon   the daemon's socket, while a relay is attached
/// pcscd.comm.puce-new      the relay's socket, just before it replaces the daemon's
/// pcscd.comm.puce-lock     locked by the attached puce
/// ```
final class DaemonSocketFiles {
    private static final int MAX_LINKS = 40; // as many as Linux follows

    private final Path place;

    /// @param place the daemon's path. Symbolic links are followed now, so that a link stays and its target is
    ///              replaced. Another puce that uses another name of the daemon finds the same files.
    DaemonSocketFiles(Path place) {
        this.place = withoutLinks(place.toAbsolutePath());
    }

    /// Like [Path#toRealPath], but works without a socket too: a killed puce may have left only the other files.
    private static Path withoutLinks(Path place) {
        var file = place;
        try {
            for (int links = 0; links < MAX_LINKS && Files.isSymbolicLink(file); links++) {
                file = file.resolveSibling(Files.readSymbolicLink(file));
            }
            var directory = file.getParent();
            var real = directory.toRealPath();
            // Below /proc/PID/root the real path names a directory of another mount namespace.
            return Files.isSameFile(directory, real) ? real.resolve(file.getFileName()) : file;
        } catch (IOException unreachable) {
            return file; // taking the lock reports what is wrong with the directory
        }
    }

    /// The daemon's path, without symbolic links.
    Path place() {
        return place;
    }

    /// The daemon's socket, while a relay is attached.
    Path daemon() {
        return beside(".puce-daemon");
    }

    Path fresh() {
        return beside(".puce-new");
    }

    Path lock() {
        return beside(".puce-lock");
    }

    private Path beside(String suffix) {
        return place.resolveSibling(place.getFileName() + suffix);
    }

    /// Gives the daemon's socket its second name.
    void linkDaemon() throws IOException {
        Files.deleteIfExists(daemon());
        Files.createLink(daemon(), place);
    }

    /// Replaces the daemon's socket by the relay's.
    void replaceDaemon() throws IOException {
        Files.move(fresh(), place, StandardCopyOption.ATOMIC_MOVE);
    }

    /// Moves the daemon's socket back to its path.
    void restoreDaemon() throws IOException {
        Files.move(daemon(), place, StandardCopyOption.ATOMIC_MOVE);
    }

    /// Removes the second name of the daemon's socket.
    void unlinkDaemon() throws IOException {
        Files.deleteIfExists(daemon());
    }

    /// Repairs what a killed puce or an ended daemon has left. No puce may be attached.
    ///
    /// @return a description of the repair; empty if everything was in order
    /// @throws IOException if the repair failed
    Optional<String> repair() throws IOException {
        boolean removedFresh = Files.deleteIfExists(fresh());
        if (!Files.exists(daemon(), LinkOption.NOFOLLOW_LINKS)) {
            return removedFresh
                    ? Optional.of("removed " + fresh() + ", which a killed puce had left")
                    : Optional.empty();
        }
        // Killed before it replaced the daemon's socket, or after it restored the socket.
        if (Objects.equals(inode(place), inode(daemon()))) {
            unlinkDaemon();
            return Optional.of("removed " + daemon() + ", which a killed puce had left");
        }
        boolean daemonListens = isListening(daemon());
        if (isListening(place)) {
            unlinkDaemon();
            return Optional.of("removed " + daemon() + ", which a killed puce had left; a daemon listens at " + place);
        }
        if (daemonListens) {
            restoreDaemon();
            return Optional.of("restored the daemon's socket " + place + " after a killed puce");
        }
        Files.deleteIfExists(place);
        unlinkDaemon();
        return Optional.of("removed " + place + " and " + daemon() + ", at which no process listens");
    }

    /// The inode number of a file, which does not depend on its name; null if there is none.
    static Object inode(Path file) {
        try {
            return Files.getAttribute(file, "unix:ino", LinkOption.NOFOLLOW_LINKS);
        } catch (IOException missing) {
            return null;
        }
    }

    /// Whether a process listens at a socket.
    static boolean isListening(Path socket) {
        return SocketFile.isListening(socket);
    }
}
