package dev.puce.spy.live;

import dev.puce.pcsc.Caller;
import dev.puce.pcsc.TracedCall;
import dev.puce.spy.ConnectionEnd;
import dev.puce.spy.TraceEvent;
import dev.puce.spy.TraceListener;
import dev.puce.spy.assembler.CallAssembler;
import dev.puce.spy.assembler.ClosedBy;
import dev.puce.trace.KnownProcesses;
import dev.puce.trace.redaction.Redactor;
import dev.puce.trace.session.MessagingKeys;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/// Adds calls to the events of the capture thread, and delivers all events to the outputs. Calls are assembled
/// from messages and then redacted.
final class LiveTrace implements TraceListener {
    /// How long the outputs may take to close after one of them has blocked the capture thread.
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    private final CallAssembler assembler = new CallAssembler(this::called);
    private final MessagingKeys keys;
    private final Redactor redactor;
    private final List<TraceListener> outputs;
    private final boolean announcesProcesses;
    private final long startNanos;
    private final Waits waits = new Waits();
    private final KnownProcesses announced = new KnownProcesses();

    /// @param keys               keys for secure messaging, which see the calls before redaction
    /// @param announcesProcesses whether an incident describes each process at its first connection
    /// @param startNanos         start of the trace, by `System.nanoTime()`
    LiveTrace(
            MessagingKeys keys,
            Redactor redactor,
            List<TraceListener> outputs,
            boolean announcesProcesses,
            long startNanos) {
        this.keys = keys;
        this.redactor = redactor;
        this.outputs = List.copyOf(outputs);
        this.announcesProcesses = announcesProcesses;
        this.startNanos = startNanos;
    }

    @Override
    public void accept(TraceEvent event) {
        switch (event) {
            case TraceEvent.Opened(Caller caller, long nanos) -> {
                if (announcesProcesses && announced.meetsFirst(caller)) {
                    deliver(new TraceEvent.Incident(caller, nanos, "connects: " + description(caller)));
                }
                deliver(event);
                assembler.opened(caller.connection(), caller, nanos);
            }
            case TraceEvent.Passed(Caller caller, var message) -> {
                deliver(event);
                assembler.message(caller.connection(), message);
            }
            case TraceEvent.Closed(Caller caller, ConnectionEnd end, var message) -> {
                deliver(event);
                assembler.closed(caller.connection(), closedBy(end), message.lastNanos());
                waits.closed(caller.connection());
            }
            case TraceEvent.CaughtUp() -> {
                long now = now();
                assembler.settle(now);
                waits.update(assembler.waiting(now), now).ifPresent(this::deliver);
                deliver(event);
            }
            case TraceEvent.Called _, TraceEvent.Waiting _, TraceEvent.Incident _ -> deliver(event);
        }
    }

    private void deliver(TraceEvent event) {
        for (int i = 0; i < outputs.size(); i++) { // no iterator for each event
            outputs.get(i).accept(event);
        }
    }

    private void called(TracedCall call) {
        keys.watch(call);
        long now = now();
        deliver(new TraceEvent.Called(redactor.redact(call)));
        waits.ended(call, now).ifPresent(text -> deliver(new TraceEvent.Incident(call.caller(), now, text)));
    }

    private long now() {
        return System.nanoTime() - startNanos;
    }

    private static String description(Caller caller) {
        var uid = caller.uid().isPresent() ? "uid " + caller.uid().getAsInt() : "uid unknown";
        var commandLine = caller.commandLine().stream()
                .map(argument -> argument.contains(" ") ? '"' + argument + '"' : argument)
                .collect(Collectors.joining(" "));
        return uid + caller.container().map(name -> ", " + name).orElse("") + ", " + commandLine;
    }

    /// The end as the program saw it.
    private static ClosedBy closedBy(ConnectionEnd end) {
        return switch (end) {
            case CLIENT_CLOSED, CLIENT_STOPPED_SENDING -> ClosedBy.CLIENT;
            case DAEMON_RESET, REFUSED -> ClosedBy.DAEMON_RESET;
            case DAEMON_CLOSED, DAEMON_RESET_LATE, DAEMON_UNREACHABLE, RELAY_STOPPED, RELAY_FAILED -> ClosedBy.DAEMON;
        };
    }

    /// Reports an incident that concerns the trace as a whole. Any thread may call this.
    void incident(String text) {
        deliver(new TraceEvent.Incident(Caller.UNKNOWN, now(), text));
    }

    /// Ends the trace and all its outputs. The capture thread must have ended.
    @Override
    public void close() {
        assembler.end(now());
        outputs.forEach(TraceListener::close);
    }

    /// Ends the outputs while one of them blocks the capture thread. Each output closes on its own thread, so
    /// that the blocked one does not delay the others.
    void closeWhileBlocked() {
        closeWhileBlocked(CLOSE_TIMEOUT);
    }

    /// @param timeout how long an output may take
    void closeWhileBlocked(Duration timeout) {
        var incident = new TraceEvent.Incident(
                Caller.UNKNOWN, now(), "the rest of the trace was dropped: an output no longer accepts data");
        var threads = outputs.stream()
                .map(output -> Thread.ofPlatform().name("puce end").daemon().start(() -> {
                    output.accept(incident);
                    output.close();
                }))
                .toList();
        try {
            for (var thread : threads) {
                thread.join(timeout);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
