package dev.puce.spy.attach;

import dev.puce.spy.relay.DaemonAtPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;

/// The files by which a relay stands in a daemon's place, and what is wrong with them after an accident.
///
/// While a relay is attached, the daemon's path leads to the relay, and the daemon is reached through a second name
/// of its socket (a hard link). Every change is one `link` or one `rename`: there is no moment without a socket at
/// the daemon's path.
///
/// ```text
/// pcscd.comm               where programs connect: the daemon's socket, or the relay's
/// pcscd.comm.puce-daemon   the daemon's socket, while a relay is attached
/// pcscd.comm.puce-new      the relay's socket, for the moment before it takes the daemon's place
/// pcscd.comm.puce-lock     locked by the puce that is attached
/// ```
final class DaemonSocketFiles {
    private static final int MAX_LINKS = 40; // as many as Linux follows

    private final Path place;

    /// @param place the daemon's path; symbolic links are followed now, so that the socket's place is taken, not a
    ///              link's, and whoever comes by another name finds the same files beside it
    DaemonSocketFiles(Path place) {
        this.place = withoutLinks(place.toAbsolutePath());
    }

    /// Like [Path#toRealPath], but for a socket, too, that is not there: what a killed puce has left is beside it.
    private static Path withoutLinks(Path place) {
        var file = place;
        try {
            for (int links = 0; links < MAX_LINKS && Files.isSymbolicLink(file); links++) {
                file = file.resolveSibling(Files.readSymbolicLink(file));
            }
            return file.getParent().toRealPath().resolve(file.getFileName());
        } catch (IOException unreachable) {
            return file; // who takes the lock is told what is wrong with the folder
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
    void nameDaemon() throws IOException {
        Files.deleteIfExists(daemon());
        Files.createLink(daemon(), place);
    }

    /// Puts the relay's socket into the daemon's place.
    void takePlace() throws IOException {
        Files.move(fresh(), place, StandardCopyOption.ATOMIC_MOVE);
    }

    /// Puts the daemon's socket back into its place.
    void giveBackPlace() throws IOException {
        Files.move(daemon(), place, StandardCopyOption.ATOMIC_MOVE);
    }

    /// Forgets the daemon's second name.
    void forgetDaemon() throws IOException {
        Files.deleteIfExists(daemon());
    }

    /// What is left over when nobody is attached, from a puce that was killed or a daemon that ended.
    ///
    /// @return what was found and done, in words; empty if there was nothing to do
    /// @throws IOException if it could not be repaired
    String repair() throws IOException {
        Files.deleteIfExists(fresh());
        if (!Files.exists(daemon(), LinkOption.NOFOLLOW_LINKS)) {
            return "";
        }
        if (Objects.equals(key(place), key(daemon()))) { // killed before it took the place, or after giving it back
            forgetDaemon();
            return "";
        }
        boolean daemonListens = isAlive(daemon());
        if (isAlive(place)) {
            forgetDaemon();
            return "a daemon has its place already; removed " + daemon() + ", left over from a puce that was killed";
        }
        if (daemonListens) {
            giveBackPlace();
            return "gave " + place + " back to the daemon; a puce that was attached there has been killed";
        }
        Files.deleteIfExists(place);
        forgetDaemon();
        return "removed " + place + " and " + daemon() + ", to which nobody listens any more";
    }

    /// What identifies a file whatever its name; null if there is none.
    static Object key(Path file) {
        try {
            return Files.getAttribute(file, "unix:ino", LinkOption.NOFOLLOW_LINKS);
        } catch (IOException missing) {
            return null;
        }
    }

    /// Whether somebody listens at a socket.
    static boolean isAlive(Path socket) {
        return new DaemonAtPath(socket).isThere();
    }
}
