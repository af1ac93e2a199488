package dev.puce.spy.relay;

import dev.puce.posix.SocketPair;
import dev.puce.posix.UnixSocket;
import dev.puce.spy.ConnectionEnd;
import java.io.IOException;

/// Moves bytes between a client and its daemon until one of them ends the connection, on the thread that calls
/// [#run].
///
/// The protocol is half-duplex, except while a client waits for reader events, when either side may send first.
/// So the thread waits for both sockets and forwards the bytes of either. It receives a piece straight into the
/// capture buffer, sends it from there, and only then wakes the capture thread if that sleeps.
///
/// The end of a connection is forwarded unchanged, because libpcsclite derives return codes from it:
///
/// - the end of the stream is `SCARD_F_COMM_ERROR`,
/// - a reset (the daemon closed before it read everything) is `SCARD_W_SECURITY_VIOLATION`.
///
/// A relay can only produce a reset by closing while bytes of the client are unread, because Unix sockets accept
/// `SO_LINGER` and ignore it.
///
/// So the relay leaves the client's bytes in the socket's queue until the daemon has sent its first byte. Until
/// then a daemon refuses connections, because of polkit's rules or because it has too many. Later only a killed
/// daemon with an unread request causes a reset. To forward that, each request would have to stay in the queue
/// until its answer, with one more system call, so the relay forwards it as the end of the stream.
final class RelayConnection {
    /// Number of the client's bytes that may stay in its socket's queue before the daemon's first byte.
    private static final int MAX_UNREAD = 4096;

    private static final int CLIENT_IS_DONE = SocketPair.STOPPED_SENDING | SocketPair.ENDED;
    private static final int MAX_PAUSE_MILLIS = 256;

    private final UnixSocket client;
    private final UnixSocket daemon;
    private final CaptureBuffer buffer;
    private final Capture capture;
    private final AdaptiveSpin spin;
    private final SocketPair sockets;
    private final UnsentBytes toDaemon;
    private final UnsentBytes toClient;
    private boolean daemonReceives = true;
    private boolean clientSends = true;
    private boolean clientReceives = true;
    private boolean clientSentLast;
    private ConnectionEnd end;

    /// @throws IOException if the system has no memory left
    RelayConnection(UnixSocket client, UnixSocket daemon, CaptureBuffer buffer, Capture capture, AdaptiveSpin spin)
            throws IOException {
        this.client = client;
        this.daemon = daemon;
        this.buffer = buffer;
        this.capture = capture;
        this.spin = spin;
        sockets = new SocketPair(client, daemon);
        toDaemon = new UnsentBytes();
        try {
            toClient = new UnsentBytes();
        } catch (IOException noMemory) {
            toDaemon.close();
            throw noMemory;
        }
    }

    /// Relays until the connection has ended. Closes neither socket.
    ///
    /// @return how the connection ended
    ConnectionEnd run() {
        try (toDaemon;
                toClient) {
            relayUntilFirstAnswer();
            while (end == null) {
                forward();
            }
            return end;
        }
    }

    /// Waits for one or both sides, and forwards what they sent. This is a separate method, because the JVM
    /// compiles a method that was called often earlier than a loop.
    private void forward() {
        buffer.prepare();
        spin.await(sockets, clientEvents(), daemonEvents(), clientSentLast);
        if (sockets.second() != 0) {
            daemonIsReady(sockets.second());
        }
        if (sockets.first() != 0 && end == null) {
            buffer.prepare();
            clientIsReady(sockets.first());
        }
        capture.wakeIfAsleep();
    }

    /// The relay receives only what it can send on, so each side sees the other's pace, as without a relay.
    private int clientEvents() {
        if (!toClient.isEmpty()) {
            return clientSends && toDaemon.isEmpty() ? SocketPair.WRITABLE | SocketPair.READABLE : SocketPair.WRITABLE;
        }
        if (!toDaemon.isEmpty()) {
            return SocketPair.IGNORE;
        }
        return clientSends ? SocketPair.READABLE : SocketPair.END_ONLY;
    }

    private int daemonEvents() {
        if (!toDaemon.isEmpty()) {
            return toClient.isEmpty() ? SocketPair.WRITABLE | SocketPair.READABLE : SocketPair.WRITABLE;
        }
        return toClient.isEmpty() ? SocketPair.READABLE : SocketPair.IGNORE;
    }

    private void daemonIsReady(int events) {
        if (!toDaemon.isEmpty() && !toDaemon.flush(daemon)) {
            toDaemon.clear(); // the daemon has closed: the next receive finds the end of its stream
        }
        if (toClient.isEmpty() && (events & (SocketPair.READABLE | SocketPair.ENDED)) != 0) {
            int length = daemon.receive(buffer.address(), buffer.room());
            if (length > 0) {
                forwardToClient(length);
            } else if (length == 0) {
                end = ConnectionEnd.DAEMON_CLOSED;
            } else if (!UnixSocket.wouldBlock(length)) {
                end = ConnectionEnd.DAEMON_RESET_LATE;
            }
        }
    }

    private void clientIsReady(int events) {
        if (!toClient.isEmpty() && !toClient.flush(client)) {
            clientReceives = false;
            toClient.clear();
        }
        if (!clientSends) {
            if ((events & SocketPair.ENDED) != 0) {
                end = ConnectionEnd.CLIENT_CLOSED;
            }
        } else if (toDaemon.isEmpty() && (events & (SocketPair.READABLE | SocketPair.ENDED)) != 0) {
            int length = client.receive(buffer.address(), buffer.room());
            if (length > 0) {
                forwardToDaemon(length);
            } else if (length == 0 && (events & SocketPair.ENDED) == 0 && clientReceives) {
                clientStoppedSending();
            } else if (!UnixSocket.wouldBlock(length)) {
                end = ConnectionEnd.CLIENT_CLOSED;
            }
        }
    }

    private void forwardToDaemon(int length) {
        long address = buffer.address();
        buffer.commit(CaptureBuffer.TO_DAEMON, System.nanoTime(), length);
        clientSentLast = true;
        if (!toDaemon.send(daemon, address, length)) {
            toDaemon.clear();
        }
    }

    private void forwardToClient(int length) {
        long address = buffer.address();
        buffer.commit(CaptureBuffer.TO_CLIENT, System.nanoTime(), length);
        clientSentLast = false;
        if (clientReceives && !toClient.send(client, address, length)) {
            clientReceives = false; // the client has closed, but the daemon must still get what it sent before
        }
    }

    private void clientStoppedSending() {
        clientSends = false;
        daemon.shutdownOutput();
        buffer.ended(ConnectionEnd.CLIENT_STOPPED_SENDING, System.nanoTime(), CaptureBuffer.NO_DETAIL);
    }

    private void relayUntilFirstAnswer() {
        int forwarded = 0;
        int pauseMillis = 1;
        while (true) {
            buffer.prepare();
            if (forwarded == 0 && daemonReceives) {
                sockets.await(SocketPair.READABLE, SocketPair.READABLE, SocketPair.NO_TIMEOUT);
            } else {
                sockets.await(SocketPair.STOPPED_SENDING, SocketPair.READABLE, pauseMillis);
                pauseMillis = Math.min(2 * pauseMillis, MAX_PAUSE_MILLIS);
            }
            if (sockets.second() != 0) {
                daemonIsReady(sockets.second());
                if (end == ConnectionEnd.DAEMON_RESET_LATE) {
                    end = ConnectionEnd.DAEMON_RESET;
                } else {
                    removeFromQueue(forwarded);
                }
                return;
            }
            int available = client.peek(buffer.address(), MAX_UNREAD);
            if (available > forwarded && daemonReceives && forwardUnread(forwarded, available)) {
                forwarded = available;
            }
            if (available <= 0 || available == MAX_UNREAD || (sockets.first() & CLIENT_IS_DONE) != 0) {
                removeFromQueue(forwarded);
                return;
            }
        }
    }

    /// Forwards the bytes that have arrived since the last call.
    ///
    /// @return false if the daemon closed without reading them, so that they must stay unread here too
    private boolean forwardUnread(int forwarded, int available) {
        long address = buffer.address();
        buffer.commitFrom(forwarded, CaptureBuffer.TO_DAEMON, System.nanoTime(), available - forwarded);
        daemonReceives = toDaemon.send(daemon, address, available - forwarded);
        capture.wakeIfAsleep();
        return daemonReceives;
    }

    private void removeFromQueue(int length) {
        buffer.prepare();
        if (length > 0) {
            client.receive(buffer.address(), length);
        }
    }
}
