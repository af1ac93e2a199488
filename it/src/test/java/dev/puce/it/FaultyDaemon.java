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

/// A daemon that holds the same conversation with everybody, and breaks it off after as many bytes as a test says.
final class FaultyDaemon implements AutoCloseable {
    /// What is asked, and what is answered.
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

    /// Lets the next connections be broken off.
    ///
    /// @param bytes after so many bytes of answers
    void breakAfter(int bytes) {
        breaksAfter = bytes;
    }

    /// How many bytes the next connection has brought that brought any, when it has ended.
    int awaitHeard() throws InterruptedException {
        Integer bytes = heard.poll(20, TimeUnit.SECONDS);
        if (bytes == null) {
            throw new AssertionError("no connection has ended");
        }
        return bytes;
    }

    /// One after the other, as clients of a test come.
    private void serve() {
        while (listener.isOpen()) {
            try (var client = listener.accept()) {
                int bytes = converse(client);
                if (bytes > 0) { // a look whether we are there brings none
                    heard.add(bytes);
                }
            } catch (IOException closed) {
                // the next one, if there will be one
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
        readFully(client, ByteBuffer.allocate(1)); // until the client goes
        return received;
    }

    /// Reads until the buffer is full or the stream ends.
    static void readFully(SocketChannel channel, ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
            // goes on
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
