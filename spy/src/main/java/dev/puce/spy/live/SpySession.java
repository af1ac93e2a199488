package dev.puce.spy.live;

import dev.puce.posix.UnixSocket;
import dev.puce.spy.DaemonConnector;
import dev.puce.spy.TraceListener;
import dev.puce.spy.relay.Capture;
import dev.puce.spy.relay.Relay;
import dev.puce.trace.redaction.Redactor;
import dev.puce.trace.session.MessagingKeys;
import java.time.Duration;
import java.util.List;

/// A relay, its capture thread and the outputs of the trace, from start to end.
public final class SpySession implements AutoCloseable {
    private final LiveTrace trace;
    private final Capture capture;
    private final Relay relay;

    /// Starts a trace without keys for secure messaging.
    public SpySession(
            DaemonConnector connector,
            Redactor redactor,
            List<TraceListener> outputs,
            boolean announcesProcesses,
            long startNanos) {
        this(connector, MessagingKeys.NONE, redactor, outputs, announcesProcesses, startNanos);
    }

    /// Starts a trace. [#listen] starts the relay.
    ///
    /// @param connector          makes the connections to the daemon
    /// @param keys               keys for secure messaging, which see the calls before redaction
    /// @param outputs            receive the events; closed with the session
    /// @param announcesProcesses whether an incident describes each process at its first connection
    /// @param startNanos         time 0 of the trace, by `System.nanoTime()`
    public SpySession(
            DaemonConnector connector,
            MessagingKeys keys,
            Redactor redactor,
            List<TraceListener> outputs,
            boolean announcesProcesses,
            long startNanos) {
        trace = new LiveTrace(keys, redactor, outputs, announcesProcesses, startNanos);
        capture = Capture.start(trace, redactor::redact, startNanos, Capture.DEFAULT_MEMORY_BYTES);
        relay = new Relay(connector, capture);
    }

    /// Starts to accept programs at a socket. The caller closes the socket, after the session.
    public void listen(UnixSocket socket) {
        relay.listen(socket);
    }

    /// Stops accepting programs at a socket. Connections that were accepted there stay open.
    public void stopListening(UnixSocket socket) {
        relay.stopListening(socket);
    }

    /// Stops accepting programs. Open connections stay open.
    public void stopAccepting() {
        relay.stopAccepting();
    }

    /// Number of programs that are connected.
    public int openConnections() {
        return relay.openConnections();
    }

    /// Waits until no program is connected.
    ///
    /// @return false if the timeout came first
    public boolean awaitNoConnections(Duration timeout) throws InterruptedException {
        return relay.awaitNoConnections(timeout);
    }

    /// Reports an incident that concerns the trace as a whole. Any thread may call this.
    public void incident(String text) {
        trace.incident(text);
    }

    /// Ends all connections, delivers everything captured, and closes the outputs. If an output blocks, such as
    /// a pipe without a reader, the rest is dropped after a timeout.
    @Override
    public void close() {
        relay.close();
        capture.close();
        if (capture.hasEnded()) {
            trace.close();
        } else {
            trace.closeWhileBlocked();
        }
    }
}
