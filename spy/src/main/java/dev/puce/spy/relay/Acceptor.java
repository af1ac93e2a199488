package dev.puce.spy.relay;

import dev.puce.posix.SocketPair;
import dev.puce.posix.UnixSocket;
import java.io.IOException;
import java.time.Duration;

/// Accepts the connections at one socket, on its own thread.
final class Acceptor implements Runnable {
    private final UnixSocket listener;
    private final Server server;
    private final Runnable awaitResources;
    private final Thread thread =
            Thread.ofPlatform().name("puce accept").daemon().unstarted(this);
    private volatile boolean stopped;

    /// Serves an accepted connection, which belongs to it from then on.
    interface Server {
        void serve(UnixSocket client) throws IOException;
    }

    /// @param awaitResources waits for a file descriptor, thread or memory, up to a limit
    Acceptor(UnixSocket listener, Server server, Runnable awaitResources) {
        this.listener = listener;
        this.server = server;
        this.awaitResources = awaitResources;
    }

    void start() {
        thread.start();
    }

    boolean listensAt(UnixSocket socket) {
        return listener.equals(socket);
    }

    @Override
    public void run() {
        var sockets = new SocketPair(listener, listener);
        boolean last = false;
        while (!last) {
            try {
                sockets.await(SocketPair.READABLE, SocketPair.IGNORE, SocketPair.NO_TIMEOUT);
                last = stopped;
                // Connections that were made before the stop are still served.
                for (var client = listener.accept(); client != null; client = listener.accept()) {
                    server.serve(client);
                }
            } catch (IOException | RuntimeException failed) {
                if (!last) {
                    awaitResources.run();
                }
            }
        }
    }

    /// Stops accepting, after the connections that were made already.
    void stop(Duration timeout) {
        stopped = true;
        listener.shutdown();
        ThreadJoin.await(thread, timeout); // a stalled thread must not keep the socket from the daemon
    }
}
