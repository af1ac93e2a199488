package dev.puce.it;

import dev.puce.wire.Reply;
import dev.puce.wire.ReplyEncoder;
import dev.puce.wire.Request;
import dev.puce.wire.RequestEncoder;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// A daemon that has the same conversation with every client, and closes it after a number of bytes that a test
/// sets.
final class FaultyDaemon implements AutoCloseable {
    /// A request and its reply.
    record Exchange(ByteBuffer request, ByteBuffer reply) {
        static Exchange of(Request request, Reply reply) {
            return new Exchange(RequestEncoder.encode(request), ReplyEncoder.encode(request, reply));
        }
    }

    private final List<Exchange> conversation;
    private final ServerSocketChannel listener;
    private final BlockingQueue<Integer> heard = new LinkedBlockingQueue<>();
    private volatile int breaksAfter = Integer.MAX_VALUE;

    private FaultyDaemon(List<Exchange> conversation, ServerSocketChannel listener) {
        this.conversation = conversation;
        this.listener = listener;
    }

    static FaultyDaemon at(Path path, List<Exchange> conversation) throws IOException {
        var listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(path));
        var daemon = new FaultyDaemon(conversation, listener);
        Thread.ofPlatform().daemon().start(daemon::serve);
        return daemon;
    }

    /// Makes the next connections end early.
    ///
    /// @param bytes length of the replies after which they end
    void breakAfter(int bytes) {
        breaksAfter = bytes;
    }

    /// Waits for the end of the next connection that brings any bytes, and returns their number.
    int awaitHeard() throws InterruptedException {
        Integer bytes = heard.poll(20, TimeUnit.SECONDS);
        if (bytes == null) {
            throw new AssertionError("no connection has ended");
        }
        return bytes;
    }

    /// Serves one client after the other.
    private void serve() {
        while (listener.isOpen()) {
            try (var client = listener.accept()) {
                int bytes = converse(client);
                if (bytes > 0) { // a check for a listener sends none
                    heard.add(bytes);
                }
            } catch (IOException closed) {
                // continue with the next client
            }
        }
    }

    private int converse(SocketChannel client) throws IOException {
        int received = 0;
        int left = breaksAfter;
        for (var exchange : conversation) {
            var request = ByteBuffer.allocate(exchange.request().remaining());
            readFully(client, request);
            received += request.position();
            var reply = exchange.reply().duplicate();
            if (request.hasRemaining() || reply.remaining() > left) {
                client.write(reply.limit(request.hasRemaining() ? 0 : left));
                return received;
            }
            left -= reply.remaining();
            client.write(reply);
        }
        readFully(client, ByteBuffer.allocate(1)); // until the client closes
        return received;
    }

    /// Reads until the buffer is full or the stream ends.
    static void readFully(SocketChannel channel, ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
            // continue
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
