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

/// Lets clients in, as many as the engine has room for, and knows who is in.
public final class ClientAdmission implements SelectorLoop.Ready {
    /// After a failure to accept, which most likely is a lack of file descriptors, nobody is let in for that long.
    private static final Duration PAUSE = Duration.ofMillis(200);

    private static final System.Logger LOG = System.getLogger(ClientAdmission.class.getName());

    /// Longest piece that is read at a time, in bytes: the longest message and then some.
    private static final int READ_SIZE = 128 * 1024;

    private final ServerSocketChannel door;
    private final SelectorLoop loop;
    private final Engine engine;
    private final EncodedStates states;
    private final ByteBuffer shared = ByteBuffer.allocateDirect(READ_SIZE);
    private final Set<ClientConnection> connections = new HashSet<>();
    private SelectionKey key;

    /// @param door bound, and not blocking
    public ClientAdmission(ServerSocketChannel door, SelectorLoop loop, Engine engine) {
        this.door = door;
        this.loop = loop;
        this.engine = engine;
        this.states = new EncodedStates(engine.table());
    }

    /// Opens the door; before the loop runs, or on it.
    public void open() throws IOException {
        key = loop.watch(door, SelectionKey.OP_ACCEPT, this);
    }

    /// Number of clients that are in.
    public int clients() {
        return connections.size();
    }

    @Override
    public void ready() {
        try {
            for (SocketChannel channel = door.accept(); channel != null; channel = door.accept()) {
                letIn(channel);
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "cannot let a client in, trying again soon: " + e.getMessage());
            key.interestOps(0);
            loop.after(PAUSE, () -> {
                if (key.isValid()) {
                    key.interestOps(SelectionKey.OP_ACCEPT);
                }
            });
        }
    }

    private void letIn(SocketChannel channel) throws IOException {
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
        // the door stays open
    }

    /// Closes the door and shows everybody out; on the loop.
    public void close() {
        connections.forEach(ClientConnection::closeChannel);
        connections.clear();
        try {
            door.close();
        } catch (IOException _) {
            // nobody gets in either way
        }
    }
}
