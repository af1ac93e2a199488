package dev.puce.spy.relay;

import dev.puce.posix.PeerCredentials;
import dev.puce.posix.UnixSocket;
import java.io.IOException;
import java.nio.file.Path;

/// Connects to the daemon from within a program's login session, for daemons that ask polkit about their peers.
public interface SessionConnector {
    /// Whether polkit would assign a connection of puce to another login session than the program's.
    ///
    /// @throws IOException if that is unknown, for example because the program has ended
    boolean isNeededFor(PeerCredentials client) throws IOException;

    /// Connects as the program, from within its login session.
    ///
    /// @throws dev.puce.posix.SystemCallException if the daemon cannot be reached
    /// @throws IOException                        if the session cannot be used; the message says why
    UnixSocket connect(Path socket, PeerCredentials client) throws IOException;
}
