package dev.puce.service.socket;

import dev.puce.service.engine.Client;
import dev.puce.service.engine.ClientPort;
import dev.puce.service.engine.Engine;
import dev.puce.wire.Reply;
import dev.puce.wire.ReplyEncoder;
import dev.puce.wire.Request;
import dev.puce.wire.RequestDecoder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Consumer;

/// The socket of one client. The engine receives one request at a time: decoding continues when the response is
/// sent. So a client that sends without reading fills only its own socket.
final class ClientConnection implements ClientPort, SelectorLoop.ChannelHandler {
    private static final ByteBuffer EMPTY = ByteBuffer.allocate(0);

    private final SocketChannel channel;
    private final Engine engine;
    private final EncodedStates states;
    private final ByteBuffer shared;
    private final Consumer<ClientConnection> onClose;
    private final RequestDecoder decoder = new RequestDecoder();
    private final Queue<ByteBuffer> unsent = new ArrayDeque<>(0);
    private final Client client;
    private SelectionKey key;

    /// Bytes received after a request that has no response yet.
    private ByteBuffer undecoded = EMPTY;

    private boolean answerPending;
    private boolean decoding;
    private boolean broken;
    private boolean closed;

    /// Makes a connection.
    ///
    /// @param shared  a read buffer shared by all connections
    /// @param onClose called once, at the end
    ClientConnection(
            SocketChannel channel,
            Engine engine,
            EncodedStates states,
            ByteBuffer shared,
            Consumer<ClientConnection> onClose) {
        this.channel = channel;
        this.engine = engine;
        this.states = states;
        this.shared = shared;
        this.onClose = onClose;
        this.client = engine.connected(this);
    }

    void open(SelectorLoop loop) throws IOException {
        key = loop.watch(channel, SelectionKey.OP_READ, this);
    }

    @Override
    public void ready() {
        if (!unsent.isEmpty() && key.isWritable()) {
            flush();
            resume();
        }
        if (key.isValid() && key.isReadable()) {
            receive();
        }
    }

    @Override
    public void failed(RuntimeException fault) {
        answerPending = false;
        close();
    }

    private void receive() {
        if (isBusy()) {
            key.interestOpsAnd(~SelectionKey.OP_READ); // read later; the kernel keeps the bytes
            return;
        }
        try {
            if (channel.read(shared.clear()) < 0) {
                close();
                return;
            }
        } catch (IOException _) {
            close();
            return;
        }
        decode(shared.flip());
        if (shared.hasRemaining() && !closed) {
            undecoded = ByteBuffer.allocate(shared.remaining()).put(shared).flip();
        }
    }

    /// Continues with the undecoded bytes after a response.
    private void resume() {
        if (decoding || isBusy()) {
            return;
        }
        if (broken) {
            close();
            return;
        }
        ByteBuffer rest = undecoded;
        undecoded = EMPTY;
        decode(rest);
        if (rest.hasRemaining()) {
            undecoded = rest;
        } else if (!isBusy() && key.isValid() && (key.interestOps() & SelectionKey.OP_READ) == 0) {
            key.interestOpsOr(SelectionKey.OP_READ);
        }
    }

    private void decode(ByteBuffer bytes) {
        decoding = true;
        try {
            while (!isBusy() && !closed) {
                Optional<Request> request = decoder.next(bytes);
                if (request.isEmpty()) {
                    return;
                }
                answerPending = true;
                engine.handle(client, request.get());
            }
        } finally {
            decoding = false;
        }
    }

    private boolean isBusy() {
        return answerPending || !unsent.isEmpty();
    }

    @Override
    public void answer(Request request, Reply reply) {
        answered(ReplyEncoder.encode(request, reply));
    }

    @Override
    public void answerStates(boolean all) {
        answered(all ? states.all() : states.legacy());
    }

    @Override
    public void answerNothing() {
        answered(EMPTY);
    }

    @Override
    public void answerByClosing() {
        answerPending = false;
        close();
    }

    @Override
    public void event(Reply.Event event) {
        send(ReplyEncoder.encode(event));
        if (broken && !answerPending) {
            close();
        }
    }

    private void answered(ByteBuffer bytes) {
        answerPending = false;
        if (bytes.hasRemaining()) {
            send(bytes);
        }
        if (broken && !decoding) {
            close();
        } else {
            resume();
        }
    }

    private void send(ByteBuffer bytes) {
        if (broken || closed) {
            return;
        }
        unsent.add(bytes);
        if (unsent.size() == 1) {
            flush();
        }
    }

    private void flush() {
        try {
            while (!unsent.isEmpty()) {
                ByteBuffer next = unsent.peek();
                channel.write(next);
                if (next.hasRemaining()) {
                    key.interestOpsOr(SelectionKey.OP_WRITE);
                    return;
                }
                unsent.poll();
            }
            if ((key.interestOps() & SelectionKey.OP_WRITE) != 0) {
                key.interestOpsAnd(~SelectionKey.OP_WRITE);
            }
        } catch (IOException _) {
            broken = true;
            unsent.clear();
        }
    }

    /// Ends the connection. Not during a request: the engine removes a client between requests.
    void close() {
        if (closed) {
            return;
        }
        closed = true;
        undecoded = EMPTY;
        unsent.clear();
        closeChannel();
        engine.disconnected(client);
        onClose.accept(this);
    }

    /// Closes only the socket, when the whole service ends.
    void closeChannel() {
        try {
            channel.close();
        } catch (IOException _) {
            // the channel is unusable either way
        }
    }
}
