package dev.puce.spy.relay;

import dev.puce.pcsc.Caller;
import dev.puce.posix.PeerCredentials;
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

/// A relay between a test's own client and the test's own daemon, and everything that was captured.
final class RelayFixture implements AutoCloseable {
    private final Path folder = Files.createTempDirectory("puce-relay");
    private ServerSocketChannel daemon;
    final Captured captured = new Captured();
    final Capture capture;
    private final RelaySocket socket;
    private final DaemonAtPath daemonAtPath;
    private final DaemonPresence presence;
    private final Relay relay;

    /// What the capture thread told.
    static final class Captured implements CaptureListener {
        final List<Caller> callers = new ArrayList<>();
        final List<String> endings = new ArrayList<>();
        final Map<Integer, ByteArrayOutputStream> toDaemon = new TreeMap<>();
        final Map<Integer, ByteArrayOutputStream> toClient = new TreeMap<>();
        final List<Long> notUnderstood = new ArrayList<>();
        private long lost;
        private long untold;
        private long latest = Long.MIN_VALUE;
        boolean ordered = true;

        /// What the capture thread does with each piece before anything else.
        volatile Consumer<Integer> onPassed = connection -> {};

        @Override
        public synchronized void opened(Caller caller, long nanos) {
            callers.add(caller);
            notifyAll();
            toDaemon.put(caller.connection(), new ByteArrayOutputStream());
            toClient.put(caller.connection(), new ByteArrayOutputStream());
        }

        @Override
        public synchronized void passed(int connection, Direction direction, long nanos, ByteBuffer bytes) {
            onPassed.accept(connection);
            var piece = new byte[bytes.remaining()];
            bytes.get(piece);
            (direction == Direction.TO_DAEMON ? toDaemon : toClient)
                    .get(connection)
                    .writeBytes(piece);
            ordered &= nanos >= latest;
            latest = nanos;
        }

        @Override
        public synchronized void lost(int connection, long nanos, long bytes) {
            lost += bytes;
        }

        @Override
        public synchronized void notUnderstood(int connection, long nanos, long bytes) {
            notUnderstood.add(bytes);
        }

        @Override
        public synchronized void untold(long connections, long nanos) {
            untold += connections;
            notifyAll();
        }

        @Override
        public synchronized void ended(int connection, long nanos, ConnectionEnd ending, String detail) {
            endings.add(connection + " " + ending + (detail.isEmpty() ? "" : " " + detail));
            notifyAll();
        }

        @Override
        public void caughtUp() {}

        synchronized long lost() {
            return lost;
        }

        synchronized void awaitCallers(int count) throws InterruptedException {
            while (callers.size() < count) {
                wait();
            }
        }

        synchronized long awaitUntold() throws InterruptedException {
            while (untold == 0) {
                wait();
            }
            return untold;
        }

        synchronized List<String> awaitEndings(int count) throws InterruptedException {
            while (endings.size() < count) {
                wait();
            }
            return List.copyOf(endings);
        }
    }

    RelayFixture() throws IOException {
        this(Capture.DEFAULT_MEMORY_BYTES);
    }

    RelayFixture(long captureMemory) throws IOException {
        this(captureMemory, Integer.MAX_VALUE, Thread::start);
    }

    RelayFixture(long captureMemory, int mostWaiting, Consumer<Thread> starter) throws IOException {
        this(captureMemory, mostWaiting, starter, ProcessTable::caller);
    }

    RelayFixture(BiFunction<PeerCredentials, Integer, Caller> processes) throws IOException {
        this(Capture.DEFAULT_MEMORY_BYTES, Integer.MAX_VALUE, Thread::start, processes);
    }

    private RelayFixture(
            long captureMemory,
            int mostWaiting,
            Consumer<Thread> starter,
            BiFunction<PeerCredentials, Integer, Caller> processes)
            throws IOException {
        startDaemon();
        capture = Capture.start(captured, captureMemory, mostWaiting);
        socket = RelaySocket.at(folder.resolve("relay"));
        daemonAtPath = new DaemonAtPath(daemonPath());
        presence = DaemonPresence.start(daemonAtPath, socket);
        relay = new Relay(presence, capture, starter, processes);
        relay.listen(socket);
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

    /// The daemon goes away: nobody listens at its path any more.
    void stopDaemon() throws IOException {
        daemon.close();
    }

    void startDaemon() throws IOException {
        Files.deleteIfExists(daemonPath());
        daemon = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(daemonPath()));
    }

    /// Waits until the relay's socket is there, or is not.
    void awaitSocket(boolean there) {
        while (Files.exists(socket.path()) != there) {
            Thread.onSpinWait();
        }
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

    static void hangUp(SocketChannel channel) throws IOException {
        channel.close();
    }

    /// What a client sees at the end: `end` or `reset`.
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
