package dev.puce.spy.relay;

import dev.puce.posix.PeerCredentials;
import dev.puce.posix.UnixSocket;
import java.io.IOException;
import java.util.function.BooleanSupplier;

/// Makes the connection to the daemon for one client. Called on the thread that will relay it.
@FunctionalInterface
public interface DaemonConnector {
    /// Connects.
    ///
    /// @param client who asks
    /// @param goOn   whether to go on waiting when the daemon is busy
    /// @throws RefusedException if this client may not be served
    /// @throws IOException      if the daemon could not be reached
    UnixSocket connect(PeerCredentials client, BooleanSupplier goOn) throws IOException;

    /// The daemon has ended a connection, which it does when it ends itself, but not only then.
    default void daemonEndedConnection() {}

    /// A client that must not be served, because the daemon would take it for somebody else.
    final class RefusedException extends IOException {
        private static final long serialVersionUID = 1L;

        public RefusedException(String message) {
            super(message);
        }
    }
}
