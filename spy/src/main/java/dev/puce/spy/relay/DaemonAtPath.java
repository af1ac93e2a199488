package dev.puce.spy.relay;

import dev.puce.spy.posix.BorrowedIdentity;
import dev.puce.spy.posix.PeerCredentials;
import dev.puce.spy.posix.SystemCallException;
import dev.puce.spy.posix.UnixSocket;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;

/// A daemon that listens at a path. It is reached as the user who asks, since it decides by the peer's identity who
/// may use a reader: a relay that runs as root must not lend its own.
public final class DaemonAtPath implements DaemonConnector {
    private final Path path;

    public DaemonAtPath(Path path) {
        this.path = path;
    }

    @Override
    public UnixSocket connect(PeerCredentials client, BooleanSupplier goOn) throws IOException {
        if (!BorrowedIdentity.isPossible(client)) {
            throw new RefusedException("it runs as uid " + client.uid()
                    + ", and the daemon would take it for the user that puce runs as; run puce as that user, or as"
                    + " root");
        }
        return BorrowedIdentity.as(client, () -> UnixSocket.connect(path, goOn));
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
