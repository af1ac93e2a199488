package dev.puce.spy.relay;

import dev.puce.posix.PeerCredentials;
import dev.puce.posix.SystemCallException;
import dev.puce.posix.UnixSocket;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// Lets a relay's socket be there when the daemon's is, and only then: without a daemon programs see the error that
/// they would see without the relay (`SCARD_E_NO_SERVICE`), also those that wait for reader events, since libpcsclite
/// looks at the socket's file meanwhile.
public final class DaemonPresence implements DaemonConnector, AutoCloseable {
    private static final Duration LOOK_EVERY = Duration.ofMillis(200);

    /// A process that dies closes its connections one after the other, and the socket that it listens on perhaps last:
    /// that it still listens a moment after it ended a connection does not say that it lives.
    private static final int LOOKS = 10;

    private final DaemonAtPath daemon;
    private final RelaySocket socket;
    private final Thread thread =
            Thread.ofPlatform().name("puce presence").daemon().unstarted(this::run);
    private volatile boolean suspicious;
    private volatile boolean closed;

    private DaemonPresence(DaemonAtPath daemon, RelaySocket socket) {
        this.daemon = daemon;
        this.socket = socket;
    }

    /// Starts to look after a relay's socket.
    public static DaemonPresence start(DaemonAtPath daemon, RelaySocket socket) {
        var presence = new DaemonPresence(daemon, socket);
        presence.thread.start();
        return presence;
    }

    @Override
    public UnixSocket connect(PeerCredentials client, BooleanSupplier goOn) throws IOException {
        try {
            return daemon.connect(client, goOn);
        } catch (SystemCallException failed) {
            if (failed.nobodyListens()) {
                look();
            }
            throw failed;
        }
    }

    @Override
    public void daemonEndedConnection() {
        look();
    }

    private void look() {
        suspicious = true;
        LockSupport.unpark(thread);
    }

    /// Sleeps until there is a reason to look; then looks until the daemon is there again.
    private void run() {
        while (!closed) {
            if (!suspicious) {
                LockSupport.park(this);
                continue;
            }
            suspicious = false;
            try {
                if (goesWithin(LOOKS)) {
                    socket.withdraw();
                    awaitDaemon();
                }
                socket.putBack(); // also after a shortage, during which the daemon has come back
            } catch (IOException notOurs) {
                return; // somebody has moved the file: it is not ours to look after any more
            } catch (OutOfMemoryError shortage) {
                suspicious = true;
                LockSupport.parkNanos(this, LOOK_EVERY.toNanos());
            }
        }
    }

    private boolean goesWithin(int looks) {
        for (int look = 0; look < looks && !closed; look++) {
            if (!daemon.isThere()) {
                return true;
            }
            LockSupport.parkNanos(this, LOOK_EVERY.toNanos());
        }
        return false;
    }

    private void awaitDaemon() {
        while (!closed && !daemon.isThere()) {
            LockSupport.parkNanos(this, LOOK_EVERY.toNanos());
        }
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
        ThreadEnd.join(thread);
    }
}
