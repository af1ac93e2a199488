package dev.puce.service;

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
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/// A minimal client of the protocol: sends given requests and reads the replies.
public final class WireClient implements AutoCloseable {
    private final SocketChannel channel;
    private final ReplyDecoder decoder = new ReplyDecoder(ReaderEntry.USUAL_COUNT);
    private final ByteBuffer input = ByteBuffer.allocate(256 * 1024).limit(0);

    private WireClient(SocketChannel channel) {
        this.channel = channel;
    }

    /// Connects and sends nothing yet.
    public static WireClient connect(Path socket) throws IOException {
        return new WireClient(SocketChannel.open(UnixDomainSocketAddress.of(socket)));
    }

    /// Connects, negotiates a version and establishes a context.
    public static WireClient establish(Path socket, ProtocolVersion version) throws IOException {
        WireClient client = connect(socket);
        client.ask(new Request.Version(version.major(), version.minor()));
        return client;
    }

    /// Announces a request that the test will send in parts.
    public void announce(Request request) {
        decoder.sent(request);
    }

    public void setBlocking(boolean blocking) throws IOException {
        channel.configureBlocking(blocking);
    }

    /// Sends bytes until the socket is full, and returns their number.
    public int writeSome(ByteBuffer bytes) throws IOException {
        return channel.write(bytes);
    }

    /// Sends a request.
    public void send(Request request) throws IOException {
        announce(request);
        write(RequestEncoder.encode(request));
    }

    /// Sends bytes.
    public void write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /// Waits for the next message of the service.
    ///
    /// @throws EOFException if the service closes the connection instead
    public Reply receive() throws IOException {
        while (true) {
            var answer = decoder.next(input);
            if (answer.isPresent()) {
                return answer.get().reply();
            }
            if (channel.read(input.clear()) < 0) {
                throw new EOFException("the service has closed the connection");
            }
            input.flip();
        }
    }

    /// Sends a request and waits for the response.
    public Reply ask(Request request) throws IOException {
        send(request);
        return receive();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
