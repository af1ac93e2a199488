package dev.puce.spy.relay;

import dev.puce.pcsc.Caller;
import dev.puce.posix.PeerCredentials;
import dev.puce.spy.ConnectionEnd;
import dev.puce.spy.TraceEvent;
import dev.puce.spy.TraceListener;
import dev.puce.testkit.Await;
import dev.puce.wire.Direction;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/// A relay between a test's own client and its own daemon, and everything that was captured.
final class RelayFixture implements AutoCloseable {
    private final Path folder = Files.createTempDirectory("puce-relay");
    private ServerSocketChannel daemon;
    final Captured captured = new Captured();
    final Capture capture;
    private final RelaySocket socket;
    private final DaemonAtPath daemonAtPath;
    private final DaemonPresence presence;
    private final Relay relay;

    /// Everything that the capture thread delivered.
    static final class Captured implements TraceListener, Capture.Decoders {
        final List<Caller> callers = new ArrayList<>();
        final List<String> ends = new ArrayList<>();
        final Map<Integer, ByteArrayOutputStream> toDaemon = new TreeMap<>();
        final Map<Integer, ByteArrayOutputStream> toClient = new TreeMap<>();
        private long dropped;
        private long missedConnections;
        private long latest = Long.MIN_VALUE;
        boolean ordered = true;

        /// Runs on the capture thread before each piece.
        volatile Consumer<Integer> onPassed = connection -> {};

        @Override
        public synchronized CapturedBytes open(Caller caller, long openedNanos) {
            int connection = caller.connection();
            callers.add(caller);
            notifyAll();
            toDaemon.put(connection, new ByteArrayOutputStream());
            toClient.put(connection, new ByteArrayOutputStream());
            return new CapturedBytes() {
                @Override
                public void passed(Direction direction, long nanos, ByteBuffer bytes) {
                    Captured.this.passed(connection, direction, nanos, bytes);
                }

                @Override
                public void dropped(long nanos, long bytes) {
                    Captured.this.dropped(bytes);
                }

                @Override
                public void ended(ConnectionEnd end, long nanos, String detail) {
                    Captured.this.ended(connection, end, detail);
                }
            };
        }

        private synchronized void passed(int connection, Direction direction, long nanos, ByteBuffer bytes) {
            onPassed.accept(connection);
            var piece = new byte[bytes.remaining()];
            bytes.get(piece);
            (direction == Direction.TO_DAEMON ? toDaemon : toClient)
                    .get(connection)
                    .writeBytes(piece);
            ordered &= nanos >= latest;
            latest = nanos;
        }

        private synchronized void dropped(long bytes) {
            dropped += bytes;
        }

        private synchronized void ended(int connection, ConnectionEnd end, String detail) {
            ends.add(connection + " " + end + (detail.isEmpty() ? "" : " " + detail));
            notifyAll();
        }

        @Override
        public synchronized void accept(TraceEvent event) {
            if (event instanceof TraceEvent.Incident(var _, var _, String text)) {
                missedConnections += Long.parseLong(text.substring(0, text.indexOf(' ')));
                notifyAll();
            }
        }

        @Override
        public void close() {}

        synchronized long dropped() {
            return dropped;
        }

        synchronized void awaitCallers(int count) throws InterruptedException {
            while (callers.size() < count) {
                wait();
            }
        }

        synchronized long awaitMissedConnections() throws InterruptedException {
            while (missedConnections == 0) {
                wait();
            }
            return missedConnections;
        }

        synchronized List<String> awaitEnds(int count) throws InterruptedException {
            while (ends.size() < count) {
                wait();
            }
            return List.copyOf(ends);
        }
    }

    RelayFixture() throws IOException {
        this(Capture.DEFAULT_MEMORY_BYTES);
    }

    RelayFixture(long captureMemory) throws IOException {
        this(captureMemory, Integer.MAX_VALUE, Thread::start);
    }

    RelayFixture(long captureMemory, int maxPending, Consumer<Thread> starter) throws IOException {
        this(captureMemory, maxPending, starter, ProcessTable::caller);
    }

    RelayFixture(BiFunction<PeerCredentials, Integer, Caller> processes) throws IOException {
        this(Capture.DEFAULT_MEMORY_BYTES, Integer.MAX_VALUE, Thread::start, processes);
    }

    private RelayFixture(
            long captureMemory,
            int maxPending,
            Consumer<Thread> starter,
            BiFunction<PeerCredentials, Integer, Caller> processes)
            throws IOException {
        startDaemon();
        capture = Capture.start(captured, captured, 0, captureMemory, maxPending);
        socket = RelaySocket.at(folder.resolve("relay"));
        daemonAtPath = new DaemonAtPath(daemonPath());
        presence = DaemonPresence.start(daemonAtPath, socket);
        relay = new Relay(presence, capture, starter, processes);
        relay.listen(socket.socket());
    }

    private Path daemonPath() {
        return folder.resolve("daemon");
    }

    SocketChannel connect() throws IOException {
        return SocketChannel.open(UnixDomainSocketAddress.of(socket.path()));
    }

    SocketChannel accept() throws IOException {
        return daemon.accept();
    }

    /// Stops listening at the daemon's path.
    void stopDaemon() throws IOException {
        daemon.close();
    }

    void startDaemon() throws IOException {
        Files.deleteIfExists(daemonPath());
        daemon = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(daemonPath()));
    }

    /// Waits until the relay's socket is present, or absent.
    void awaitSocket(boolean there) {
        Await.until("the relay's socket is present: " + there, () -> Files.exists(socket.path()) == there);
    }

    int openConnections() {
        return relay.openConnections();
    }

    void stopAccepting() {
        relay.stopAccepting();
    }

    void stopRelay() {
        relay.close();
        capture.close();
    }

    static void send(SocketChannel channel, byte... bytes) throws IOException {
        var buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    static byte[] receive(SocketChannel channel, int length) throws IOException {
        var buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer) < 0) {
                throw new IOException("the stream ended after " + buffer.position() + " of " + length + " bytes");
            }
        }
        return buffer.array();
    }

    static void disconnect(SocketChannel channel) throws IOException {
        channel.close();
    }

    /// The end that a client sees: `end` or `reset`.
    static String readEnd(SocketChannel channel) {
        try {
            int length = channel.read(ByteBuffer.allocate(1));
            return length < 0 ? "end" : "data";
        } catch (IOException reset) {
            return "reset";
        }
    }

    @Override
    public void close() throws IOException {
        stopRelay();
        presence.close();
        socket.close();
        daemon.close();
        Files.deleteIfExists(daemonPath());
        Files.delete(folder);
    }
}
