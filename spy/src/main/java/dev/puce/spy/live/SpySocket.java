package dev.puce.spy.live;

import dev.puce.posix.EnvironmentSearch;
import dev.puce.posix.PeerCredentials;
import dev.puce.posix.UnixSocket;
import dev.puce.spy.DaemonConnector;
import dev.puce.spy.login.SessionHelpers;
import dev.puce.spy.relay.DaemonAtPath;
import dev.puce.spy.relay.DaemonPresence;
import dev.puce.spy.relay.RelaySocket;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;

/// A socket for programs that puce observes, in front of a daemon that keeps its own socket. The socket's file is
/// present exactly while the daemon listens.
public final class SpySocket implements DaemonConnector, AutoCloseable {
    private final RelaySocket socket;
    private final SessionHelpers helpers;
    private final DaemonPresence presence;
    private final Path daemon;
    private boolean keepsPath;

    private SpySocket(RelaySocket socket, Path daemon) {
        this.socket = socket;
        this.daemon = daemon;
        helpers = SessionHelpers.asNeeded();
        presence = DaemonPresence.start(new DaemonAtPath(daemon, helpers), socket);
    }

    /// A socket in a new directory that only this user can enter.
    ///
    /// @param daemon the daemon's socket
    public static SpySocket inPrivateDirectory(Path daemon) throws IOException {
        return new SpySocket(RelaySocket.inPrivateDirectory(), daemon);
    }

    /// A socket at a path, for this user only. A stale socket at the path is replaced.
    ///
    /// @param daemon the daemon's socket
    /// @throws IOException if the path is in use, or its directory cannot be written
    public static SpySocket at(Path path, Path daemon) throws IOException {
        return new SpySocket(RelaySocket.at(path), daemon);
    }

    /// The path for programs.
    public Path path() {
        return socket.path();
    }

    /// Lets a session serve the programs that connect.
    public void serve(SpySession session) {
        session.listen(socket.socket());
    }

    @Override
    public UnixSocket connect(PeerCredentials client, BooleanSupplier keepTrying) throws IOException {
        return presence.connect(client, keepTrying);
    }

    @Override
    public void daemonEndedConnection() {
        presence.daemonEndedConnection();
    }

    /// Returns the programs that have this socket in their environment. After the program that puce ran, they are the
    /// ones that it left behind.
    public List<EnvironmentSearch.Found> users() {
        return EnvironmentSearch.processes("PCSCLITE_CSOCK_NAME=" + path());
    }

    /// Lets the path lead to the daemon after [#close()], for programs that puce's program left behind.
    public void keepPath() {
        keepsPath = true;
    }

    /// Stops listening, and removes the socket. The session must have been closed.
    @Override
    public void close() throws IOException {
        presence.close();
        helpers.close();
        if (keepsPath) {
            socket.closeAndLinkTo(daemon);
        } else {
            socket.close();
        }
    }
}
