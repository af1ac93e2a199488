package dev.puce.spy;

import dev.puce.posix.PeerCredentials;
import dev.puce.posix.UnixSocket;
import java.io.IOException;
import java.util.function.BooleanSupplier;

/// Connects to the daemon for one program, on the thread that will relay the connection.
@FunctionalInterface
public interface DaemonConnector {
    /// Connects.
    ///
    /// @param client   the program that asks
    /// @param keepTrying asked before each further second of waiting for a busy daemon
    /// @throws RefusedException if this program may not be served
    /// @throws IOException      if the daemon could not be reached
    UnixSocket connect(PeerCredentials client, BooleanSupplier keepTrying) throws IOException;

    /// Reports that the daemon closed a connection. It may have ended.
    default void daemonEndedConnection() {}

    /// The program must not be served, because the daemon would take it for another user or session.
    final class RefusedException extends IOException {
        private static final long serialVersionUID = 1L;

        public RefusedException(String message) {
            super(message);
        }
    }
}
