package dev.puce.spy.live;

import dev.puce.pcsc.Caller;
import dev.puce.spy.relay.Capture;
import dev.puce.spy.relay.DaemonConnector;
import dev.puce.spy.relay.Relay;
import dev.puce.trace.redaction.Redactor;
import java.util.List;

/// A relay and all that listens to it, from begin to end.
public final class SpySession implements AutoCloseable {
    private final LiveTrace trace;
    private final Capture capture;
    private final Relay relay;
    private final long beginNanos;

    /// Begins to trace; [Relay#listen] makes it relay.
    ///
    /// @param connector          makes the connections to the daemon
    /// @param outputs            where the trace goes; closed with the session
    /// @param announcesProcesses whether to say who it is when a process connects for the first time
    /// @param beginNanos         time 0 of the trace, by `System.nanoTime()`
    public SpySession(
            DaemonConnector connector,
            Redactor redactor,
            List<TraceOutput> outputs,
            boolean announcesProcesses,
            long beginNanos) {
        this.beginNanos = beginNanos;
        trace = new LiveTrace(redactor, outputs, announcesProcesses, beginNanos);
        capture = Capture.start(new Conversations(trace, redactor, beginNanos), Capture.DEFAULT_MEMORY_BYTES);
        relay = new Relay(connector, capture);
    }

    /// The relay, which is to be told where to listen.
    public Relay relay() {
        return relay;
    }

    /// Tells the outputs what people should know and no call says. May be called by any thread.
    public void incident(String what) {
        trace.incident(Caller.UNKNOWN, System.nanoTime() - beginNanos, what);
    }

    /// Ends all connections, then the trace with all that was captured, then its outputs. An output that stands still,
    /// such as a pipe that nobody reads, is given up after a while.
    @Override
    public void close() {
        relay.close();
        capture.close();
        if (capture.hasEnded()) {
            trace.close();
        } else {
            trace.giveUp();
        }
    }
}
