package dev.puce.system;

import dev.puce.wire.AnsweredRequest;
import dev.puce.wire.ProtocolVersion;
import dev.puce.wire.ReaderEntry;
import dev.puce.wire.Reply;
import dev.puce.wire.ReplyDecoder;
import dev.puce.wire.Request;
import dev.puce.wire.RequestEncoder;
import java.io.EOFException;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// A connection to a daemon. The test decides on every message. There are no retries, and every wait has a
/// timeout.
final class WireSession implements AutoCloseable {
    private static final Duration LONG = Duration.ofSeconds(20);

    private final SocketChannel channel;
    private final Selector selector;
    private final ReplyDecoder decoder = new ReplyDecoder(ReaderEntry.USUAL_COUNT);
    private final ByteBuffer input = ByteBuffer.allocate(256 * 1024).limit(0);

    private WireSession(SocketChannel channel) throws IOException {
        this.channel = channel;
        this.selector = Selector.open();
    }

    /// Connects and agrees on a version.
    static WireSession open(Path socket, ProtocolVersion version) throws IOException {
        var session = new WireSession(SocketChannel.open(UnixDomainSocketAddress.of(socket)));
        session.channel.configureBlocking(false);
        session.channel.register(session.selector, SelectionKey.OP_READ);
        session.ask(new Request.Version(version.major(), version.minor()));
        return session;
    }

    void send(Request request) throws IOException {
        decoder.sent(request);
        ByteBuffer bytes = RequestEncoder.encode(request);
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /// Returns the next message, if it arrives in time.
    Optional<Reply> receive(Duration patience) throws IOException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            Optional<Reply> reply = decoder.next(input).map(AnsweredRequest::reply);
            long left = deadline - System.nanoTime();
            if (reply.isPresent() || left <= 0) {
                return reply;
            }
            selector.select(Math.max(1, left / 1_000_000));
            selector.selectedKeys().clear();
            if (channel.read(input.clear()) < 0) {
                throw new EOFException("the daemon has closed the connection");
            }
            input.flip();
        }
    }

    /// Sends a request and waits for the answer.
    Reply ask(Request request) throws IOException {
        send(request);
        return receive(LONG).orElseThrow(() -> new IOException("no answer to " + request));
    }

    @Override
    public void close() throws IOException {
        selector.close();
        channel.close();
    }
}
