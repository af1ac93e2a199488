package dev.puce.spy.relay;

import dev.puce.posix.PeerCredentials;
import dev.puce.posix.SystemCallException;
import dev.puce.posix.UnixSocket;
import dev.puce.spy.DaemonConnector;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// Keeps a relay's socket file present exactly while the daemon listens.
///
/// Without a daemon, programs see the same error as without the relay (`SCARD_E_NO_SERVICE`). This includes
/// programs that wait for reader events, since libpcsclite checks the socket's file meanwhile.
public final class DaemonPresence implements DaemonConnector, AutoCloseable {
    private static final Duration CHECK_INTERVAL = Duration.ofMillis(200);

    /// Number of checks after the daemon closed a connection. A dying process closes its connections one after the
    /// other, and perhaps its listening socket last, so a single check could find a dying daemon listening.
    private static final int CHECKS = 10;

    private final DaemonAtPath daemon;
    private final RelaySocket socket;
    private final Thread thread =
            Thread.ofPlatform().name("puce presence").daemon().unstarted(this::run);
    private volatile boolean checkRequested;
    private volatile boolean closed;

    private DaemonPresence(DaemonAtPath daemon, RelaySocket socket) {
        this.daemon = daemon;
        this.socket = socket;
    }

    /// Starts to watch over a relay's socket file.
    public static DaemonPresence start(DaemonAtPath daemon, RelaySocket socket) {
        var presence = new DaemonPresence(daemon, socket);
        presence.thread.start();
        return presence;
    }

    @Override
    public UnixSocket connect(PeerCredentials client, BooleanSupplier keepTrying) throws IOException {
        try {
            return daemon.connect(client, keepTrying);
        } catch (SystemCallException failed) {
            if (failed.meansNoListener()) {
                requestCheck();
            }
            throw failed;
        }
    }

    @Override
    public void daemonEndedConnection() {
        requestCheck();
    }

    private void requestCheck() {
        checkRequested = true;
        LockSupport.unpark(thread);
    }

    /// Sleeps until a check is requested. If the daemon is gone, waits until a daemon listens again.
    private void run() {
        while (!closed) {
            if (!checkRequested) {
                LockSupport.park(this);
                continue;
            }
            checkRequested = false;
            try {
                if (daemonEnds()) {
                    socket.hide();
                    awaitDaemon();
                    socket.show();
                }
            } catch (IOException fileWasMoved) {
                return; // another process has moved the file, so it is no longer ours to hide or show
            }
        }
    }

    private boolean daemonEnds() {
        for (int check = 0; check < CHECKS && !closed; check++) {
            if (!daemon.isListening()) {
                return true;
            }
            LockSupport.parkNanos(this, CHECK_INTERVAL.toNanos());
        }
        return false;
    }

    private void awaitDaemon() {
        while (!closed && !daemon.isListening()) {
            LockSupport.parkNanos(this, CHECK_INTERVAL.toNanos());
        }
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
        ThreadJoin.await(thread);
    }
}
