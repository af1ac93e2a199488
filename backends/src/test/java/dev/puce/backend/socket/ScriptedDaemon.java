package dev.puce.backend.socket;

import dev.puce.iso7816.Bytes;
import dev.puce.wire.ProtocolVersion;
import dev.puce.wire.ReaderEntry;
import dev.puce.wire.Reply;
import dev.puce.wire.ReplyEncoder;
import dev.puce.wire.Request;
import dev.puce.wire.RequestDecoder;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/// A daemon of one protocol version with one reader. It records requests, and simulates faults on demand.
class ScriptedDaemon implements AutoCloseable {
    static final int CARD = 0x7654321;
    static final String READER = "Scripted Reader 00 00";

    private final Path folder;
    private final ServerSocketChannel listener;
    private final ProtocolVersion version;
    private final boolean alsoOlder;
    private final List<SocketChannel> clients = Collections.synchronizedList(new ArrayList<>());

    /// Answered requests of clients, in the order of arrival.
    final BlockingQueue<Request> requests = new LinkedBlockingQueue<>();

    /// Whether to send an event before the next reply to GET_READERS_STATE_SIZE, as a real daemon may.
    volatile boolean eventOvertakesSize;

    /// Whether to answer CONNECT, with [#CARD].
    volatile boolean connects;

    /// The reader's counter of card events.
    private final AtomicInteger eventCounter = new AtomicInteger(1);

    /// @param alsoOlder whether to accept clients of older versions (from pcsc-lite 2.5.0)
    ScriptedDaemon(ProtocolVersion version, boolean alsoOlder) throws IOException {
        this.version = version;
        this.alsoOlder = alsoOlder;
        folder = Files.createTempDirectory("puce-scripted");
        listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        listener.bind(UnixDomainSocketAddress.of(socket()));
        Thread.ofVirtual().start(this::accept);
    }

    Path socket() {
        return folder.resolve("pcscd.comm");
    }

    private void accept() {
        while (true) {
            try {
                SocketChannel client = listener.accept();
                clients.add(client);
                Thread.ofVirtual().start(() -> serve(client));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void serve(SocketChannel client) {
        var decoder = new RequestDecoder();
        var in = ByteBuffer.allocate(4096).flip();
        try (client) {
            while (true) {
                var request = decoder.next(in);
                if (request.isPresent()) {
                    answer(client, request.get());
                    requests.add(request.get());
                } else if (client.read(in.clear()) < 0) {
                    return;
                } else {
                    in.flip();
                }
            }
        } catch (IOException e) {
            // the client has disconnected
        }
    }

    private void answer(SocketChannel client, Request request) throws IOException {
        switch (request) {
            case Request.Version(int major, int minor) -> {
                var asked = new ProtocolVersion(major, minor);
                boolean accepted = asked.equals(version) || (alsoOlder && asked.compareTo(version) < 0);
                send(client, request, new Reply.Version(version.major(), version.minor(), accepted ? 0 : 0x8010001E));
            }
            case Request.EstablishContext _ -> send(client, request, new Reply.EstablishContext(0x1234567, 0));
            case Request.ReleaseContext _ -> send(client, request, new Reply.ReleaseContext(0));
            case Request.GetReadersState _, Request.GetReadersStateArray _ -> send(client, request, states());
            case Request.WaitReaderStateChange _ -> {
                if (version.waitAnswersStates()) {
                    send(client, request, states());
                }
            }
            case Request.StopWaitingReaderStateChange _ ->
                send(client, request, new Reply.StopWaitingReaderStateChange(0, 0));
            case Request.GetReadersStateSize _ -> {
                if (eventOvertakesSize) {
                    eventOvertakesSize = false;
                    client.write(ByteBuffer.allocate(8)); // an event: two zeros
                    eventCounter.incrementAndGet();
                }
                send(client, request, new Reply.ReadersStateSize(16));
            }
            case Request.GetReaderEvents _ -> send(client, request, new Reply.ReaderEvents(7, 0));
            case Request.Connect _ when connects -> send(client, request, new Reply.Connect(CARD, 2, 0));
            case Request.SetAttrib _ -> send(client, request, new Reply.SetAttrib(0));
            default -> {} // no reply
        }
    }

    private Reply states() {
        var entries = new ArrayList<>(Collections.nCopies(16, ReaderEntry.UNUSED));
        entries.set(3, ReaderEntry.of(READER, eventCounter.get(), 0x34, 0, Bytes.hex("3B 00"), 1));
        return new Reply.ReadersState(entries);
    }

    private static void send(SocketChannel client, Request request, Reply reply) throws IOException {
        client.write(ReplyEncoder.encode(request, reply));
    }

    /// Sends a change event to all clients.
    void sendEvent() throws IOException {
        eventCounter.incrementAndGet();
        for (SocketChannel client : List.copyOf(clients)) {
            if (client.isOpen()) {
                client.write(ByteBuffer.allocate(8));
            }
        }
    }

    /// Waits for a request of that type.
    <R extends Request> R await(Class<R> type) throws InterruptedException {
        while (true) {
            Request request = requests.take();
            if (type.isInstance(request)) {
                return type.cast(request);
            }
        }
    }

    /// Waits until a client has registered for an event and read the states.
    void awaitWaiting() throws InterruptedException {
        if (version.waitAnswersStates()) {
            await(Request.WaitReaderStateChange.class);
        } else if (version.hasStateArray()) {
            await(Request.GetReadersStateArray.class);
        } else {
            await(Request.GetReadersState.class);
        }
    }

    /// Closes all connections.
    void closeConnections() throws IOException {
        for (SocketChannel client : List.copyOf(clients)) {
            client.close();
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        closeConnections();
        Files.deleteIfExists(socket());
        Files.delete(folder);
    }
}
