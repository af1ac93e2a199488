package dev.puce.spy.relay;

import dev.puce.posix.PeerCredentials;
import dev.puce.posix.SocketFile;
import dev.puce.posix.SystemCallException;
import dev.puce.posix.ThreadIdentity;
import dev.puce.posix.UnixSocket;
import dev.puce.spy.DaemonConnector;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// A daemon that listens at a path. The relay connects with the identity of the program: the daemon authorises its
/// peers by identity, so a relay that runs as root must not lend its own.
public final class DaemonAtPath implements DaemonConnector {
    private final Path path;
    private final Optional<SessionConnector> sessions;

    /// A daemon for programs of our own login session only.
    public DaemonAtPath(Path path) {
        this(path, Optional.empty());
    }

    /// A daemon for programs of all login sessions.
    ///
    /// @param sessions connects for programs of other sessions; the caller closes it, after the relay
    public DaemonAtPath(Path path, SessionConnector sessions) {
        this(path, Optional.of(sessions));
    }

    private DaemonAtPath(Path path, Optional<SessionConnector> sessions) {
        this.path = path;
        this.sessions = sessions;
    }

    @Override
    public UnixSocket connect(PeerCredentials client, BooleanSupplier keepTrying) throws IOException {
        if (!ThreadIdentity.isPossible(client)) {
            throw new RefusedException("it runs as uid " + client.uid()
                    + ", and the daemon would take it for the user that puce runs as; run puce as that user, or as"
                    + " root");
        }
        return sessions.isPresent() && isNeeded(sessions.get(), client)
                ? connect(sessions.get(), client)
                : ThreadIdentity.as(client, () -> UnixSocket.connect(path, keepTrying));
    }

    private static boolean isNeeded(SessionConnector sessions, PeerCredentials client) throws RefusedException {
        try {
            return sessions.isNeededFor(client);
        } catch (IOException unknown) {
            throw new RefusedException("its login session is unknown (" + unknown.getMessage() + ")");
        }
    }

    private UnixSocket connect(SessionConnector sessionConnector, PeerCredentials client) throws IOException {
        try {
            return sessionConnector.connect(path, client);
        } catch (SystemCallException byDaemon) {
            throw byDaemon;
        } catch (IOException sessionUnusable) {
            throw new RefusedException(sessionUnusable.getMessage());
        }
    }

    /// Whether a daemon listens at the path. One that refuses our connection listens too.
    public boolean isListening() {
        return SocketFile.isListening(path);
    }
}
