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

/// One client's socket. Requests go to the engine one by one: the next is looked at when the last one is answered and
/// the answer is out, so a client that sends without reading fills its own socket and nothing else.
final class ClientConnection implements ClientPort, SelectorLoop.Ready {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final SocketChannel channel;
    private final Engine engine;
    private final EncodedStates states;
    private final ByteBuffer shared;
    private final Consumer<ClientConnection> onClose;
    private final RequestDecoder decoder = new RequestDecoder();
    private final Queue<ByteBuffer> unsent = new ArrayDeque<>(0);
    private final Client client;
    private SelectionKey key;

    /// What came in behind a request that is not answered yet.
    private ByteBuffer leftOver = NOTHING;

    private boolean answerPending;
    private boolean decoding;
    private boolean broken;
    private boolean closed;

    /// @param shared  a buffer for reading that all connections share
    /// @param onClose told once, at the end
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
            proceed();
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
            key.interestOpsAnd(~SelectionKey.OP_READ); // later; the kernel keeps it
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
            leftOver = ByteBuffer.allocate(shared.remaining()).put(shared).flip();
        }
    }

    /// Goes on with what was left when the last request had to wait for its answer.
    private void proceed() {
        if (decoding || isBusy()) {
            return;
        }
        if (broken) {
            close();
            return;
        }
        ByteBuffer rest = leftOver;
        leftOver = NOTHING;
        decode(rest);
        if (rest.hasRemaining()) {
            leftOver = rest;
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
        answered(all ? states.all() : states.usual());
    }

    @Override
    public void answerNothing() {
        answered(NOTHING);
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
            proceed();
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

    /// Ends the connection. Not while a request is being worked on: the engine forgets a client between requests.
    void close() {
        if (closed) {
            return;
        }
        closed = true;
        leftOver = NOTHING;
        unsent.clear();
        closeChannel();
        engine.disconnected(client);
        onClose.accept(this);
    }

    /// Closes the socket and nothing else, when the whole service ends.
    void closeChannel() {
        try {
            channel.close();
        } catch (IOException _) {
            // it is gone either way
        }
    }
}
