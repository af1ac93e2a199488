package dev.puce.spy.relay;

import dev.puce.pcsc.Caller;
import dev.puce.posix.PeerCredentials;
import dev.puce.posix.SocketPair;
import dev.puce.posix.UnixSocket;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

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
    private static final Duration SHORTAGE_PAUSE = Duration.ofMillis(100);

    /// How many processes are looked at at the same time. A process can make that take for ever, even after it has
    /// gone: whoever does so shall not use up our threads and descriptors.
    private static final int MOST_LOOKED_AT = 256;

    private final DaemonConnector connector;
    private final Capture capture;
    private final Consumer<Thread> starter;
    private final BiFunction<PeerCredentials, Integer, Caller> processes;
    private final Semaphore looks = new Semaphore(MOST_LOOKED_AT);
    private final List<Acceptor> acceptors = new ArrayList<>();
    private final Set<Relayed> open = new HashSet<>();
    private final MemorySegment peeked = Arena.ofAuto().allocate(1);
    private final Semaphore awake =
            new Semaphore(AdaptiveSpin.mostAwake(Runtime.getRuntime().availableProcessors()));
    private final AtomicInteger connections = new AtomicInteger();
    private volatile boolean accepting = true;
    private volatile boolean stopping;

    /// A client being served: its thread, and its sockets so that others can end it.
    private final class Relayed implements Runnable {
        private final UnixSocket client;
        private final PeerCredentials peer;
        private final CaptureBuffer buffer;
        private final int number;
        private final boolean told;
        private final long openedNanos;
        private final Attempt<UnixSocket> reach = this::reach;
        private final Attempt<RelayConnection> connect = this::connect;
        private final BooleanSupplier serving = Relay.this::isServing;
        private UnixSocket daemon;
        private volatile boolean wasCut;

        Relayed(
                UnixSocket client,
                PeerCredentials peer,
                CaptureBuffer buffer,
                int number,
                boolean told,
                long openedNanos) {
            this.client = client;
            this.peer = peer;
            this.buffer = buffer;
            this.number = number;
            this.told = told;
            this.openedNanos = openedNanos;
        }

        private UnixSocket reach() throws IOException {
            return connector.connect(peer, serving);
        }

        private RelayConnection connect() {
            return new RelayConnection(client, daemon, buffer, capture, new AdaptiveSpin(awake, System::nanoTime));
        }

        /// @throws OutOfMemoryError if the system gives us no thread
        void start() {
            starter.accept(Thread.ofPlatform()
                    .name("puce relay " + number)
                    .daemon()
                    .stackSize(STACK_BYTES)
                    .unstarted(this));
        }

        @Override
        public void run() {
            var ending = ConnectionEnd.RELAY_FAILED;
            var detail = "";
            try {
                tell(this); // first: the process may be gone in a moment, and its name is wanted before what it says
                ending = relay();
            } catch (DaemonConnector.RefusedException refused) {
                ending = ConnectionEnd.REFUSED;
                detail = refused.getMessage();
            } catch (IOException unreachable) {
                ending = ConnectionEnd.DAEMON_UNREACHABLE;
                detail = unreachable.getMessage();
            } catch (RuntimeException | Error bug) {
                detail = bug.toString();
            } finally {
                boolean gaveUp = stopping && ending != ConnectionEnd.CLIENT_CLOSED && !ending.isDaemons();
                finish(wasCut || gaveUp ? ConnectionEnd.RELAY_STOPPED : ending, bytes(detail));
            }
        }

        /// Ends the connection, unless the program has left by itself and its thread only has to find out.
        private void stop() {
            wasCut = client.peek(peeked.address(), 1) != 0;
            client.shutdown();
        }

        private ConnectionEnd relay() throws IOException {
            try (var reached = despiteShortage(reach, serving)) {
                daemon = reached;
                var ending = despiteShortage(connect, serving).run();
                if (ending.isDaemons()) {
                    connector.daemonEndedConnection();
                }
                return ending;
            }
        }

        private static byte[] bytes(String detail) {
            try {
                return detail.getBytes(StandardCharsets.UTF_8);
            } catch (OutOfMemoryError shortage) {
                return CaptureBuffer.NO_DETAIL;
            }
        }

        /// Needs no heap, whatever the end came from, but for the few bytes of a system call that the JVM
        /// has not compiled yet. Without them a descriptor is left, or the ending not told; no program waits.
        private void finish(ConnectionEnd ending, byte[] detail) {
            try {
                if (ending.isOurs()) {
                    // Left unread, what it has sent would be a reset, which libpcsclite takes for a refusal.
                    cut();
                    client.discardReceived(buffer.scratchAddress(), CaptureChunk.SMALL_SIZE);
                }
                buffer.ended(ending, System.nanoTime(), detail);
                capture.wakeIfAsleep();
            } finally {
                boolean closed;
                synchronized (open) {
                    open.remove(this);
                    open.notifyAll();
                    closed = close(); // under the lock: nobody ends a descriptor that may already be another's
                }
                if (!closed) {
                    cut(); // but never holding the lock, since it may wait
                }
            }
        }

        private void cut() {
            while (true) {
                try {
                    client.shutdown();
                    return;
                } catch (OutOfMemoryError shortage) {
                    LockSupport.parkNanos(this, SHORTAGE_PAUSE.toNanos());
                }
            }
        }

        /// @return false if the descriptor stays open for ever, for want of memory
        private boolean close() {
            try {
                client.close();
                return true;
            } catch (OutOfMemoryError shortage) {
                return false;
            }
        }
    }

    /// Whoever accepts at one socket.
    private final class Acceptor implements Runnable {
        private final UnixSocket listener;
        private final Thread thread =
                Thread.ofPlatform().name("puce accept").daemon().unstarted(this);
        private volatile boolean stopped;

        Acceptor(UnixSocket listener) {
            this.listener = listener;
        }

        @Override
        public void run() {
            var sockets = new SocketPair(listener, listener);
            boolean last = false;
            while (!last) {
                try {
                    sockets.await(SocketPair.READABLE, SocketPair.IGNORE, SocketPair.FOREVER);
                    last = stopped;
                    // To the last one: who has connected before we stopped shall not be turned away.
                    for (var client = listener.accept(); client != null; client = listener.accept()) {
                        serve(client);
                    }
                } catch (IOException | RuntimeException | OutOfMemoryError failed) {
                    if (!last) {
                        waitForAnEnd();
                    }
                }
            }
        }

        void stop() {
            stopped = true;
            listener.shutdown();
            ThreadEnd.join(thread, PATIENCE); // whatever holds it up must not keep the place from the daemon
        }
    }

    /// A relay that accepts nobody yet; see [#listen].
    ///
    /// @param connector makes the connections to the daemon
    /// @param capture   gets what passes; stays the caller's to close, after the relay
    public Relay(DaemonConnector connector, Capture capture) {
        this(connector, capture, Thread::start, ProcessTable::caller);
    }

    /// @param starter   starts a thread
    /// @param processes who a peer is, whose connection has a number
    Relay(
            DaemonConnector connector,
            Capture capture,
            Consumer<Thread> starter,
            BiFunction<PeerCredentials, Integer, Caller> processes) {
        this.connector = connector;
        this.capture = capture;
        this.starter = starter;
        this.processes = processes;
    }

    /// Starts to accept clients at a socket, which stays the caller's to close, after the relay.
    public void listen(RelaySocket socket) {
        var acceptor = new Acceptor(socket.socket());
        synchronized (acceptors) {
            acceptors.add(acceptor);
        }
        acceptor.thread.start();
    }

    private void serve(UnixSocket client) throws IOException {
        long nanos = System.nanoTime();
        boolean told = capture.admits();
        Relayed relayed;
        try {
            relayed = despiteShortage(() -> relayed(client, told, nanos), () -> accepting);
        } catch (IOException | RuntimeException | OutOfMemoryError failed) {
            client.close();
            throw failed;
        }
        start(relayed);
    }

    private Relayed relayed(UnixSocket client, boolean told, long nanos) throws IOException {
        var peer = client.peer();
        var buffer = told ? capture.newBuffer() : CaptureBuffer.keepingNothing();
        Relayed relayed = null;
        try {
            relayed = new Relayed(client, peer, buffer, connections.incrementAndGet(), told, nanos);
            synchronized (open) {
                open.add(relayed);
            }
            return relayed;
        } catch (OutOfMemoryError shortage) {
            synchronized (open) {
                open.remove(relayed); // a set that cannot grow has taken it nevertheless
            }
            buffer.discard();
            throw shortage;
        }
    }

    private boolean isServing() {
        return !stopping;
    }

    /// Something for a client, who waits while there is no memory for it.
    private interface Attempt<T> {
        T make() throws IOException;
    }

    /// @param isWanted whether it is worth waiting for
    private <T> T despiteShortage(Attempt<T> attempt, BooleanSupplier isWanted) throws IOException {
        while (true) {
            try {
                return attempt.make();
            } catch (OutOfMemoryError shortage) {
                if (!isWanted.getAsBoolean()) {
                    throw shortage;
                }
                waitForAnEnd();
            }
        }
    }

    private void tell(Relayed relayed) {
        while (relayed.told) {
            try {
                capture.opened(caller(relayed), relayed.openedNanos, relayed.buffer);
                return;
            } catch (OutOfMemoryError shortage) {
                if (!accepting) {
                    capture.neverOpened();
                    return;
                }
                waitForAnEnd();
            }
        }
    }

    private Caller caller(Relayed relayed) {
        if (!looks.tryAcquire()) {
            return ProcessTable.stranger(relayed.peer, relayed.number);
        }
        try {
            return processes.apply(relayed.peer, relayed.number);
        } finally {
            looks.release();
        }
    }

    /// Starts to relay; while the system gives us no thread, this client and those behind it wait, as they do while
    /// the daemon is busy.
    private void start(Relayed relayed) {
        while (!stopping) {
            try {
                relayed.start();
                return;
            } catch (OutOfMemoryError noThread) {
                if (!accepting) {
                    break;
                }
                waitForAnEnd();
            }
        }
        if (relayed.told) {
            capture.neverOpened();
        }
        relayed.finish(ConnectionEnd.RELAY_STOPPED, CaptureBuffer.NO_DETAIL);
    }

    /// Accepting or serving fails when the system gives this process no file descriptor, thread or memory any more;
    /// a client's end gives some back.
    private void waitForAnEnd() {
        synchronized (open) {
            try {
                open.wait(SHORTAGE_PAUSE.toMillis());
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

    /// Accepts nobody at a socket any more; those who were accepted there stay.
    public void stopListening(RelaySocket socket) {
        synchronized (acceptors) {
            acceptors.removeIf(acceptor -> {
                boolean meant = acceptor.listener.equals(socket.socket());
                if (meant) {
                    acceptor.stop();
                }
                return meant;
            });
        }
    }

    /// Accepts nobody any more; those who are being served stay. Who could not be served yet, for want of a thread or
    /// of memory, is turned away.
    public void stopAccepting() {
        accepting = false;
        synchronized (acceptors) {
            acceptors.forEach(Acceptor::stop);
            acceptors.clear();
        }
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
        stopping = true;
        stopAccepting();
        synchronized (open) {
            open.forEach(Relayed::stop);
        }
        try {
            awaitNoConnections(PATIENCE); // a thread that hangs in the daemon's queue must not keep us
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }
}
