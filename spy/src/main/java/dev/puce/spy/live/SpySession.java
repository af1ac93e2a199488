package dev.puce.spy.live;

import dev.puce.spy.redaction.Redactor;
import dev.puce.spy.relay.Capture;
import dev.puce.spy.relay.DaemonConnector;
import dev.puce.spy.relay.Relay;
import dev.puce.spy.relay.RelaySocket;
import java.util.List;

/// A relay and all that listens to it, from begin to end.
public final class SpySession implements AutoCloseable {
    private final LiveTrace trace;
    private final Capture capture;
    private final Relay relay;

    /// Begins to relay and to trace.
    ///
    /// @param socket             where programs connect to; stays the caller's
    /// @param connector          makes the connections to the daemon
    /// @param outputs            where the trace goes; closed with the session
    /// @param announcesProcesses whether to say who it is when a process connects for the first time
    /// @param beginNanos         time 0 of the trace, by `System.nanoTime()`
    public SpySession(
            RelaySocket socket,
            DaemonConnector connector,
            Redactor redactor,
            List<TraceOutput> outputs,
            boolean announcesProcesses,
            long beginNanos) {
        trace = new LiveTrace(redactor, outputs, announcesProcesses, beginNanos);
        capture = Capture.start(new Conversations(trace, beginNanos), Capture.DEFAULT_MEMORY_BYTES);
        relay = Relay.start(socket, connector, capture);
    }

    /// The relay, for those who want to know how many clients it has, or to let nobody in any more.
    public Relay relay() {
        return relay;
    }

    /// Ends all connections, then the trace with all that was captured, then its outputs.
    @Override
    public void close() {
        relay.close();
        capture.close();
        trace.close();
    }
}
