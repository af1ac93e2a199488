package dev.puce.spy.relay;

import dev.puce.posix.PeerCredentials;
import dev.puce.posix.SystemCallException;
import dev.puce.posix.ThreadIdentity;
import dev.puce.posix.UnixSocket;
import dev.puce.spy.login.SessionHelpers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// A daemon that listens at a path. It is reached as the user who asks, since it decides by the peer's identity who
/// may use a reader: a relay that runs as root must not lend its own.
public final class DaemonAtPath implements DaemonConnector {
    private final Path path;
    private final Optional<SessionHelpers> deputies;

    /// A daemon that is asked by nobody but programs of our own login session.
    public DaemonAtPath(Path path) {
        this(path, Optional.empty());
    }

    /// A daemon that programs of any session may ask.
    ///
    /// @param deputies make the connections of programs of other sessions; stay the caller's to close, after
    ///                 the relay
    public DaemonAtPath(Path path, SessionHelpers deputies) {
        this(path, Optional.of(deputies));
    }

    private DaemonAtPath(Path path, Optional<SessionHelpers> deputies) {
        this.path = path;
        this.deputies = deputies;
    }

    @Override
    public UnixSocket connect(PeerCredentials client, BooleanSupplier goOn) throws IOException {
        if (!ThreadIdentity.isPossible(client)) {
            throw new RefusedException("it runs as uid " + client.uid()
                    + ", and the daemon would take it for the user that puce runs as; run puce as that user, or as"
                    + " root");
        }
        return deputies.isPresent() && areNeeded(deputies.get(), client)
                ? connect(deputies.get(), client)
                : ThreadIdentity.as(client, () -> UnixSocket.connect(path, goOn));
    }

    private static boolean areNeeded(SessionHelpers deputies, PeerCredentials client) throws RefusedException {
        try {
            return deputies.areNeededFor(client);
        } catch (IOException unknown) {
            throw new RefusedException("its login session is not known (" + unknown.getMessage() + ")");
        }
    }

    private UnixSocket connect(SessionHelpers theirs, PeerCredentials client) throws IOException {
        try {
            return theirs.connect(path, client);
        } catch (SystemCallException daemons) {
            throw daemons;
        } catch (IOException impossible) {
            throw new RefusedException(impossible.getMessage());
        }
    }

    /// Whether somebody listens at the path, or is said to: a daemon that does not let us in is there too.
    public boolean isThere() {
        try {
            UnixSocket.connect(path, () -> false).close();
            return true;
        } catch (SystemCallException failed) {
            return !failed.nobodyListens();
        }
    }

    Path path() {
        return path;
    }
}
