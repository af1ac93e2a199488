package dev.puce.spy.relay;

import dev.puce.pcsc.Caller;
import dev.puce.posix.PeerCredentials;
import dev.puce.posix.UnixSocket;
import dev.puce.spy.DaemonConnector;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/// Accepts programs in place of the daemon. Each gets its own thread and its own connection to the daemon.
///
/// ```text
/// program ── RelaySocket ── RelayConnection ── DaemonConnector ── pcscd
///                                  │ bytes, times
///                            CaptureBuffer ── Capture ── ConnectionDecoder ── events
/// ```
public final class Relay implements AutoCloseable {
    private static final long STACK_BYTES = 256 * 1024;
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(3);
    private static final Duration SHORTAGE_PAUSE = Duration.ofMillis(100);

    private final DaemonConnector connector;
    private final Capture capture;
    private final Consumer<Thread> starter;
    private final CallerLookup callers;
    private final List<Acceptor> acceptors = new ArrayList<>();
    private final OpenConnections open = new OpenConnections();
    private final Semaphore spinning =
            new Semaphore(AdaptiveSpin.maxSpinning(Runtime.getRuntime().availableProcessors()));
    private final AtomicInteger connections = new AtomicInteger();
    private volatile boolean accepting = true;
    private volatile boolean stopping;

    /// A relay that does not accept programs yet; see [#listen].
    ///
    /// @param connector makes the connections to the daemon
    /// @param capture   gets the bytes; the caller closes it, after the relay
    public Relay(DaemonConnector connector, Capture capture) {
        this(connector, capture, Thread::start, ProcessTable::caller);
    }

    /// @param starter starts a thread
    /// @param lookup  finds the caller behind a peer, for a connection with a number
    Relay(
            DaemonConnector connector,
            Capture capture,
            Consumer<Thread> starter,
            BiFunction<PeerCredentials, Integer, Caller> lookup) {
        this.connector = connector;
        this.capture = capture;
        this.starter = starter;
        callers = new CallerLookup(lookup);
    }

    /// Starts to accept programs at a socket. The caller closes the socket, after the relay.
    public void listen(UnixSocket socket) {
        var acceptor = new Acceptor(socket, this::serve, this::awaitResources);
        synchronized (acceptors) {
            acceptors.add(acceptor);
        }
        acceptor.start();
    }

    private void serve(UnixSocket client) throws IOException {
        long nanos = System.nanoTime();
        boolean captured = capture.admits();
        RelayTask task;
        try {
            var peer = client.peer();
            var buffer = captured ? capture.newBuffer() : CaptureBuffer.capturingNothing();
            task = new RelayTask(this, client, peer, buffer, connections.incrementAndGet(), captured, nanos);
        } catch (IOException | RuntimeException failed) {
            client.close();
            throw failed;
        }
        open.add(task);
        start(task);
    }

    /// Starts the thread of a connection. Without a free thread, this client and those after it wait, as they do
    /// while the daemon is busy.
    ///
    /// The JVM reports a missing thread with an `OutOfMemoryError`, but this is not a full heap: the limit of
    /// threads of the user or the control group is reached. `-XX:+ExitOnOutOfMemoryError` does not apply to it.
    private void start(RelayTask task) {
        while (!stopping) {
            try {
                starter.accept(Thread.ofPlatform()
                        .name("puce relay " + task.number())
                        .daemon()
                        .stackSize(STACK_BYTES)
                        .unstarted(task));
                return;
            } catch (OutOfMemoryError noThread) {
                if (!accepting) {
                    break;
                }
                awaitResources();
            }
        }
        task.turnAway();
    }

    /// Waits for the end of a connection, up to a limit. It returns a thread, a file descriptor and memory.
    private void awaitResources() {
        open.awaitEnd(SHORTAGE_PAUSE);
    }

    DaemonConnector connector() {
        return connector;
    }

    Capture capture() {
        return capture;
    }

    CallerLookup callers() {
        return callers;
    }

    OpenConnections open() {
        return open;
    }

    AdaptiveSpin newSpin() {
        return new AdaptiveSpin(spinning, System::nanoTime);
    }

    boolean isStopping() {
        return stopping;
    }

    /// Number of programs that are connected.
    public int openConnections() {
        return open.count();
    }

    /// Stops accepting programs at a socket. Connections that were accepted there stay open.
    public void stopListening(UnixSocket socket) {
        synchronized (acceptors) {
            acceptors.removeIf(acceptor -> {
                boolean matches = acceptor.listensAt(socket);
                if (matches) {
                    acceptor.stop(CLOSE_TIMEOUT);
                }
                return matches;
            });
        }
    }

    /// Stops accepting programs. Open connections stay open. Clients that still wait for a thread are turned away.
    public void stopAccepting() {
        accepting = false;
        synchronized (acceptors) {
            acceptors.forEach(acceptor -> acceptor.stop(CLOSE_TIMEOUT));
            acceptors.clear();
        }
    }

    /// Waits until no program is connected.
    ///
    /// @return false if the timeout came first
    public boolean awaitNoConnections(Duration timeout) throws InterruptedException {
        return open.awaitNone(timeout);
    }

    /// Stops accepting, and ends all connections.
    @Override
    public void close() {
        stopping = true;
        stopAccepting();
        open.stopAll();
        try {
            awaitNoConnections(CLOSE_TIMEOUT); // a thread may hang while it connects to a busy daemon
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
