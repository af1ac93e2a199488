package dev.puce.service.socket;

import dev.puce.service.engine.Engine;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/// Accepts clients up to the engine's limit and owns their connections.
public final class ClientAcceptor implements SelectorLoop.ChannelHandler {
    /// Pause after a failed accept, usually caused by a lack of file descriptors.
    private static final Duration RETRY_DELAY = Duration.ofMillis(200);

    private static final System.Logger LOG = System.getLogger(ClientAcceptor.class.getName());

    /// Maximum number of bytes per read: more than the longest message.
    private static final int READ_SIZE = 128 * 1024;

    private final ServerSocketChannel listener;
    private final SelectorLoop loop;
    private final Engine engine;
    private final EncodedStates states;
    private final ByteBuffer shared = ByteBuffer.allocateDirect(READ_SIZE);
    private final Set<ClientConnection> connections = new HashSet<>();
    private SelectionKey key;

    /// Makes an acceptor.
    ///
    /// @param listener a bound, non-blocking channel
    public ClientAcceptor(ServerSocketChannel listener, SelectorLoop loop, Engine engine) {
        this.listener = listener;
        this.loop = loop;
        this.engine = engine;
        this.states = new EncodedStates(engine.table());
    }

    /// Starts to accept clients. Call it before the loop runs, or on the loop.
    public void open() throws IOException {
        key = loop.watch(listener, SelectionKey.OP_ACCEPT, this);
    }

    /// Returns the number of connected clients.
    public int clients() {
        return connections.size();
    }

    @Override
    public void ready() {
        try {
            for (SocketChannel channel = listener.accept(); channel != null; channel = listener.accept()) {
                accept(channel);
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "cannot accept a client, retrying soon: " + e.getMessage());
            key.interestOps(0);
            loop.after(RETRY_DELAY, () -> {
                if (key.isValid()) {
                    key.interestOps(SelectionKey.OP_ACCEPT);
                }
            });
        }
    }

    private void accept(SocketChannel channel) throws IOException {
        if (!engine.hasRoom()) {
            channel.close();
            return;
        }
        channel.configureBlocking(false);
        var connection = new ClientConnection(channel, engine, states, shared, connections::remove);
        connections.add(connection);
        connection.open(loop);
    }

    @Override
    public void failed(RuntimeException fault) {
        // the listener stays open
    }

    /// Closes the listener and all connections; runs on the loop.
    public void close() {
        connections.forEach(ClientConnection::closeChannel);
        connections.clear();
        try {
            listener.close();
        } catch (IOException _) {
            // the channel accepts no clients either way
        }
    }
}
