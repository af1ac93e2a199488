package dev.puce.spy.relay;

import dev.puce.posix.PeerCredentials;
import dev.puce.posix.UnixSocket;
import dev.puce.spy.ConnectionEnd;
import dev.puce.spy.DaemonConnector;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/// Serves one client on its own thread: connects to the daemon, relays, and records the end.
final class RelayTask implements Runnable {
    private final Relay relay;
    private final UnixSocket client;
    private final PeerCredentials peer;
    private final CaptureBuffer buffer;
    private final int number;
    private final boolean captured;
    private final long openedNanos;
    private final MemorySegment peeked = Arena.ofAuto().allocate(1);
    private volatile boolean wasCut;

    /// @param number   number of the connection within the relay, from 1
    /// @param captured whether the connection is part of the trace
    RelayTask(
            Relay relay,
            UnixSocket client,
            PeerCredentials peer,
            CaptureBuffer buffer,
            int number,
            boolean captured,
            long openedNanos) {
        this.relay = relay;
        this.client = client;
        this.peer = peer;
        this.buffer = buffer;
        this.number = number;
        this.captured = captured;
        this.openedNanos = openedNanos;
    }

    int number() {
        return number;
    }

    @Override
    public void run() {
        var end = ConnectionEnd.RELAY_FAILED;
        var detail = "";
        try {
            if (captured) { // before relaying: the process may end soon, and its name must precede its messages
                relay.capture().opened(relay.callers().find(peer, number), openedNanos, buffer);
            }
            end = relay();
        } catch (DaemonConnector.RefusedException refused) {
            end = ConnectionEnd.REFUSED;
            detail = refused.getMessage();
        } catch (IOException unreachable) {
            end = ConnectionEnd.DAEMON_UNREACHABLE;
            detail = unreachable.getMessage();
        } catch (RuntimeException | Error bug) {
            detail = bug.toString();
        } finally {
            boolean stopped = relay.isStopping() && end != ConnectionEnd.CLIENT_CLOSED && !end.isByDaemon();
            finish(wasCut || stopped ? ConnectionEnd.RELAY_STOPPED : end, detail);
        }
    }

    private ConnectionEnd relay() throws IOException {
        try (var daemon = relay.connector().connect(peer, () -> !relay.isStopping())) {
            var end = new RelayConnection(client, daemon, buffer, relay.capture(), relay.newSpin()).run();
            if (end.isByDaemon()) {
                relay.connector().daemonEndedConnection();
            }
            return end;
        }
    }

    /// Ends the connection. If the program has already closed it, its thread will find that out.
    void stop() {
        wasCut = client.peek(peeked.address(), 1) != 0;
        client.shutdown();
    }

    /// Closes a connection that was not served, because no thread was free.
    void turnAway() {
        if (captured) {
            relay.capture().missed();
        }
        finish(ConnectionEnd.RELAY_STOPPED, "");
    }

    private void finish(ConnectionEnd end, String detail) {
        try {
            if (end.isByRelay()) {
                // Unread bytes would cause a reset, which libpcsclite takes for a refusal.
                client.shutdown();
                client.discardReceived(buffer.scratchAddress(), CaptureChunk.SMALL_SIZE);
            }
            buffer.ended(end, System.nanoTime(), detail.getBytes(StandardCharsets.UTF_8));
            relay.capture().wakeIfAsleep();
        } finally {
            relay.open().closeAndRemove(this);
        }
    }

    void closeClient() {
        client.close();
    }
}
