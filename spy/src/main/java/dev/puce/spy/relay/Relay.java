package dev.puce.spy.relay;

import dev.puce.spy.posix.PeerCredentials;
import dev.puce.spy.posix.SocketPair;
import dev.puce.spy.posix.UnixSocket;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/// Accepts clients in the daemon's place and relays each on a thread of its own, to a connection of its own to the
/// daemon.
///
/// ```text
/// application ── RelaySocket ── RelayConnection ── DaemonConnector ── pcscd
///                                      │ bytes, times
///                                CaptureBuffer ── Capture ── CaptureListener
/// ```
public final class Relay implements AutoCloseable {
    private static final long STACK_BYTES = 256 * 1024;
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final Duration NO_DESCRIPTOR_PAUSE = Duration.ofMillis(100);

    private final UnixSocket listener;
    private final DaemonConnector connector;
    private final Capture capture;
    private final Thread acceptor;
    private final Set<Relayed> open = new HashSet<>();
    private volatile boolean stoppedAccepting;
    private volatile boolean stopping;
    private int connections;

    /// A client being served: its thread, and its sockets so that others can end it.
    private final class Relayed implements Runnable {
        private final UnixSocket client;
        private final PeerCredentials peer;
        private final CaptureBuffer buffer;
        private final Thread thread;

        Relayed(UnixSocket client, PeerCredentials peer, CaptureBuffer buffer, int number) {
            this.client = client;
            this.peer = peer;
            this.buffer = buffer;
            thread = Thread.ofPlatform()
                    .name("puce relay " + number)
                    .daemon()
                    .stackSize(STACK_BYTES)
                    .unstarted(this);
        }

        @Override
        public void run() {
            var ending = Ending.RELAY_FAILED;
            var detail = "";
            try (var daemon = connector.connect(peer, () -> !stopping)) {
                ending = new RelayConnection(client, daemon, buffer, capture).run();
            } catch (DaemonConnector.RefusedException refused) {
                ending = Ending.REFUSED;
                detail = refused.getMessage();
            } catch (IOException unreachable) {
                ending = Ending.DAEMON_UNREACHABLE;
                turnAway();
                detail = unreachable.getMessage();
            } catch (RuntimeException | Error bug) {
                detail = bug.toString();
            } finally {
                finish(stopping ? Ending.RELAY_STOPPED : ending, detail);
            }
        }

        /// Without a daemon the client could not even have connected (`SCARD_E_NO_SERVICE`). What it
        /// sends from now on fails, which gives that code too; what it has sent is read, or it would see
        /// a reset, which means refusal.
        private void turnAway() {
            client.shutdown();
            buffer.prepare();
            client.receive(buffer.address(), buffer.room());
        }

        private void finish(Ending ending, String detail) {
            buffer.ended(ending, System.nanoTime(), detail);
            capture.wakeIfAsleep();
            synchronized (open) {
                client.close(); // under the lock: nobody ends a descriptor that may already be another's
                open.remove(this);
                open.notifyAll();
            }
        }
    }

    /// Starts to accept clients.
    ///
    /// @param socket    where programs connect to; stays the caller's to close, after the relay
    /// @param connector makes the connections to the daemon
    /// @param capture   gets what passes; stays the caller's to close, after the relay
    public static Relay start(RelaySocket socket, DaemonConnector connector, Capture capture) {
        var relay = new Relay(socket, connector, capture);
        relay.acceptor.start();
        return relay;
    }

    private Relay(RelaySocket socket, DaemonConnector connector, Capture capture) {
        listener = socket.socket();
        this.connector = connector;
        this.capture = capture;
        acceptor = Thread.ofPlatform().name("puce accept").daemon().unstarted(this::acceptAll);
    }

    private void acceptAll() {
        var sockets = new SocketPair(listener, listener);
        while (!stoppedAccepting) {
            sockets.await(SocketPair.READABLE, SocketPair.IGNORE, SocketPair.FOREVER);
            try {
                var client = stoppedAccepting ? null : listener.accept();
                if (client != null) {
                    serve(client);
                }
            } catch (IOException failed) {
                waitForDescriptors();
            }
        }
    }

    private void serve(UnixSocket client) throws IOException {
        long nanos = System.nanoTime();
        PeerCredentials peer;
        try {
            peer = client.peer();
        } catch (IOException | RuntimeException failed) {
            client.close();
            throw failed;
        }
        int number = ++connections;
        var buffer = capture.newBuffer();
        var relayed = new Relayed(client, peer, buffer, number);
        synchronized (open) {
            open.add(relayed);
        }
        relayed.thread.start();
        // The connection is being made meanwhile; the process may be gone in a moment, so it is looked at now.
        capture.opened(ProcessTable.caller(peer, number), nanos, buffer);
    }

    /// Accepting fails when this process has no file descriptor left; a client's end gives some back.
    private void waitForDescriptors() {
        synchronized (open) {
            try {
                open.wait(NO_DESCRIPTOR_PAUSE.toMillis());
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /// How many clients are being served.
    public int openConnections() {
        synchronized (open) {
            return open.size();
        }
    }

    /// Accepts nobody any more; those who are being served stay.
    public void stopAccepting() {
        stoppedAccepting = true;
        listener.shutdown();
        Threads.join(acceptor);
    }

    /// Waits until nobody is served any more.
    ///
    /// @return whether that was so before the time was over
    public boolean awaitNoConnections(Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        synchronized (open) {
            while (!open.isEmpty()) {
                long millis = (end - System.nanoTime()) / 1_000_000;
                if (millis <= 0) {
                    return false;
                }
                open.wait(millis);
            }
            return true;
        }
    }

    /// Stops accepting, and ends all connections.
    @Override
    public void close() {
        stopAccepting();
        stopping = true;
        synchronized (open) {
            open.forEach(relayed -> relayed.client.shutdown());
        }
        try {
            awaitNoConnections(PATIENCE); // a thread that hangs in the daemon's queue must not keep us
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }
}
