package dev.puce.spy.relay;

import dev.puce.posix.SocketPair;
import dev.puce.posix.UnixSocket;

/// Moves bytes between a client and its daemon until one of them ends, on the thread that calls [#run].
///
/// The protocol is half-duplex but for waiting on reader events, when either side may speak first; so the thread
/// waits for both sockets and passes on what comes from either. A piece is received straight into the capture buffer,
/// sent from there, and only then the capture thread is woken, if it sleeps.
///
/// The end of a connection is passed on as it came, because libpcsclite makes different return codes of it: the end
/// of the stream is `SCARD_F_COMM_ERROR`, a reset (the daemon closed before it had read what was sent) is
/// `SCARD_W_SECURITY_VIOLATION`. A reset can only be imitated by closing while something from the client is unread
/// (in the Unix domain `SO_LINGER` is accepted and does nothing).
/// That is why, until the daemon has said its first byte, the client's bytes are looked at and stay in the socket's
/// queue: that is when a daemon turns connections away, by polkit's rules or because it has too many. Later only a
/// daemon that is killed while a request waits unread leaves a reset; to imitate that, each request would have to stay
/// in the queue until its answer, for one system call more, so it is passed on as the end of the stream.
final class RelayConnection {
    /// How many of the client's bytes may stay in its socket's queue while the daemon has not said anything.
    private static final int MOST_UNREAD = 4096;

    private static final int CLIENT_IS_DONE = SocketPair.STOPPED_SENDING | SocketPair.ENDED;
    private static final int LONGEST_PAUSE_MILLIS = 256;

    private final UnixSocket client;
    private final UnixSocket daemon;
    private final CaptureBuffer capture;
    private final Capture captureThread;
    private final SocketPair sockets;
    private final Backlog toDaemon = new Backlog();
    private final Backlog toClient = new Backlog();
    private boolean daemonListens = true;
    private boolean clientSends = true;
    private boolean clientListens = true;
    private final AdaptiveSpin eagerness;
    private boolean clientSpokeLast;
    private ConnectionEnd ending;

    RelayConnection(
            UnixSocket client,
            UnixSocket daemon,
            CaptureBuffer capture,
            Capture captureThread,
            AdaptiveSpin eagerness) {
        this.client = client;
        this.daemon = daemon;
        this.capture = capture;
        this.captureThread = captureThread;
        this.eagerness = eagerness;
        sockets = new SocketPair(client, daemon);
    }

    /// Relays until the connection is over. Closes neither socket.
    ///
    /// @return how it ended
    ConnectionEnd run() {
        try (toDaemon;
                toClient) {
            untilFirstAnswer();
            while (ending == null) {
                passOn();
            }
            return ending;
        }
    }

    /// Waits for one side, or both, and passes on what came. A method of its own, because the JVM compiles the loop of
    /// a connection late, and a method that was called often early.
    private void passOn() {
        capture.prepare();
        eagerness.await(sockets, clientEvents(), daemonEvents(), clientSpokeLast);
        if (sockets.second() != 0) {
            daemonIsReady(sockets.second());
        }
        if (sockets.first() != 0 && ending == null) {
            capture.prepare();
            clientIsReady(sockets.first());
        }
        captureThread.wakeIfAsleep();
    }

    /// What cannot be sent on is not received: each side feels the other's pace, as it would without us.
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
            toDaemon.clear(); // it has gone: the end of its stream is the next thing we receive
        }
        if (toClient.isEmpty() && (events & (SocketPair.READABLE | SocketPair.ENDED)) != 0) {
            int length = daemon.receive(capture.address(), capture.room());
            if (length > 0) {
                passToClient(length);
            } else if (length == 0) {
                ending = ConnectionEnd.DAEMON_CLOSED;
            } else if (!UnixSocket.nothingYet(length)) {
                ending = ConnectionEnd.DAEMON_RESET_LATE;
            }
        }
    }

    private void clientIsReady(int events) {
        if (!toClient.isEmpty() && !toClient.flush(client)) {
            clientListens = false;
            toClient.clear();
        }
        if (!clientSends) {
            if ((events & SocketPair.ENDED) != 0) {
                ending = ConnectionEnd.CLIENT_CLOSED;
            }
        } else if (toDaemon.isEmpty() && (events & (SocketPair.READABLE | SocketPair.ENDED)) != 0) {
            int length = client.receive(capture.address(), capture.room());
            if (length > 0) {
                passToDaemon(length);
            } else if (length == 0 && (events & SocketPair.ENDED) == 0 && clientListens) {
                clientStoppedSending();
            } else if (!UnixSocket.nothingYet(length)) {
                ending = ConnectionEnd.CLIENT_CLOSED;
            }
        }
    }

    private void passToDaemon(int length) {
        long address = capture.address();
        capture.commit(CaptureBuffer.TO_DAEMON, System.nanoTime(), length);
        clientSpokeLast = true;
        if (!toDaemon.send(daemon, address, length)) {
            toDaemon.clear();
        }
    }

    private void passToClient(int length) {
        long address = capture.address();
        capture.commit(CaptureBuffer.TO_CLIENT, System.nanoTime(), length);
        clientSpokeLast = false;
        if (clientListens && !toClient.send(client, address, length)) {
            clientListens = false; // it has gone, but the daemon shall still get what it sent before
        }
    }

    private void clientStoppedSending() {
        clientSends = false;
        daemon.shutdownOutput();
        capture.ended(ConnectionEnd.CLIENT_STOPPED_SENDING, System.nanoTime(), CaptureBuffer.NO_DETAIL);
    }

    private void untilFirstAnswer() {
        int passed = 0;
        int pauseMillis = 1;
        while (true) {
            capture.prepare();
            if (passed == 0 && daemonListens) {
                sockets.await(SocketPair.READABLE, SocketPair.READABLE, SocketPair.FOREVER);
            } else {
                sockets.await(SocketPair.STOPPED_SENDING, SocketPair.READABLE, pauseMillis);
                pauseMillis = Math.min(2 * pauseMillis, LONGEST_PAUSE_MILLIS);
            }
            if (sockets.second() != 0) {
                daemonIsReady(sockets.second());
                if (ending == ConnectionEnd.DAEMON_RESET_LATE) {
                    ending = ConnectionEnd.DAEMON_RESET;
                } else {
                    takeFromQueue(passed);
                }
                return;
            }
            int there = client.peek(capture.address(), MOST_UNREAD);
            if (there > passed && daemonListens && passFirst(passed, there)) {
                passed = there;
            }
            if (there <= 0 || there == MOST_UNREAD || (sockets.first() & CLIENT_IS_DONE) != 0) {
                takeFromQueue(passed);
                return;
            }
        }
    }

    /// Passes on what has come since.
    ///
    /// @return false if the daemon has gone without reading it, so that it must stay unread here too
    private boolean passFirst(int passed, int there) {
        long address = capture.address();
        capture.commitFrom(passed, CaptureBuffer.TO_DAEMON, System.nanoTime(), there - passed);
        daemonListens = toDaemon.send(daemon, address, there - passed);
        captureThread.wakeIfAsleep();
        return daemonListens;
    }

    private void takeFromQueue(int length) {
        capture.prepare();
        if (length > 0) {
            client.receive(capture.address(), length);
        }
    }
}
