package dev.puce.spy.live;

import dev.puce.pcsc.Caller;
import dev.puce.pcsc.TracedCall;
import dev.puce.spy.assembler.CallAssembler;
import dev.puce.spy.assembler.ClosedBy;
import dev.puce.spy.relay.ConnectionEnd;
import dev.puce.trace.KnownProcesses;
import dev.puce.trace.redaction.Redactor;
import dev.puce.wire.Message;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/// Makes calls of messages while they pass, takes their secrets away and gives them to the outputs.
///
/// ```text
/// Capture ── Conversations ── LiveTrace ── CallAssembler ── Redactor ──┬── Recorder
///                                                                      ├── LiveView
///                                                                      └── ...
/// ```
public final class LiveTrace implements MessageListener, AutoCloseable {
    /// How long an output's end may take that others do not wait for.
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final CallAssembler assembler = new CallAssembler(this::called);
    private final Redactor redactor;
    private final List<TraceOutput> outputs;
    private final boolean announcesProcesses;
    private final long beginNanos;
    private final KnownProcesses announced = new KnownProcesses();

    /// Calls that reached no output, because the heap was exhausted.
    private long lost;

    /// Makes a trace.
    ///
    /// @param announcesProcesses whether to say who it is when a process connects for the first time
    /// @param beginNanos         the begin of the trace, by `System.nanoTime()`
    public LiveTrace(Redactor redactor, List<TraceOutput> outputs, boolean announcesProcesses, long beginNanos) {
        this.redactor = redactor;
        this.outputs = List.copyOf(outputs);
        this.announcesProcesses = announcesProcesses;
        this.beginNanos = beginNanos;
    }

    @Override
    public void opened(Caller caller, long nanos) {
        if (announcesProcesses && announced.meetsFirst(caller)) {
            incident(caller, nanos, "connects: " + description(caller));
        }
        assembler.opened(caller.connection(), caller, nanos);
    }

    private static String description(Caller caller) {
        var uid = caller.uid().isPresent() ? "uid " + caller.uid().getAsInt() : "uid unknown";
        var commandLine = caller.commandLine().stream()
                .map(argument -> argument.contains(" ") ? '"' + argument + '"' : argument)
                .collect(Collectors.joining(" "));
        return uid + caller.container().map(name -> ", " + name).orElse("") + ", " + commandLine;
    }

    @Override
    public void message(Caller caller, Message message) {
        outputs.forEach(output -> output.message(caller, message));
        assembler.message(caller.connection(), message);
    }

    @Override
    public void closed(Caller caller, ConnectionEnd ending, Message.Closed message) {
        outputs.forEach(output -> output.message(caller, message));
        assembler.closed(caller.connection(), seenByProgram(ending), message.lastNanos());
    }

    private static ClosedBy seenByProgram(ConnectionEnd ending) {
        return switch (ending) {
            case CLIENT_CLOSED, CLIENT_STOPPED_SENDING -> ClosedBy.CLIENT;
            case DAEMON_RESET, REFUSED -> ClosedBy.DAEMON_RESET;
            case DAEMON_CLOSED, DAEMON_RESET_LATE, DAEMON_UNREACHABLE, RELAY_STOPPED, RELAY_FAILED -> ClosedBy.DAEMON;
        };
    }

    @Override
    public void incident(Caller caller, long nanos, String what) {
        outputs.forEach(output -> output.incident(caller, nanos, what));
    }

    @Override
    public void caughtUp() {
        assembler.settle(System.nanoTime() - beginNanos);
        tellWhatWasLost();
        outputs.forEach(TraceOutput::caughtUp);
    }

    private void called(TracedCall call) {
        TracedCall redacted;
        try {
            redacted = redactor.redact(call);
        } catch (OutOfMemoryError shortage) {
            lost++;
            return;
        }
        for (int i = 0; i < outputs.size(); i++) { // without an iterator: they get it also when there is no heap
            outputs.get(i).call(redacted);
        }
    }

    private void tellWhatWasLost() {
        if (lost > 0) {
            incident(
                    Caller.UNKNOWN,
                    System.nanoTime() - beginNanos,
                    lost + (lost == 1 ? " call is" : " calls are") + " not in the trace: puce had no memory left");
            lost = 0;
        }
    }

    /// Ends the trace and all its outputs. To be called when the capture thread has ended.
    @Override
    public void close() {
        assembler.end(System.nanoTime() - beginNanos);
        tellWhatWasLost();
        outputs.forEach(TraceOutput::close);
    }

    /// Ends the outputs when the capture thread has not ended, which stands still in one of them: each on a thread of
    /// its own, so that the others end as they should.
    void giveUp() {
        giveUp(PATIENCE);
    }

    /// @param patience how long an output's end may take
    void giveUp(Duration patience) {
        long nanos = System.nanoTime() - beginNanos;
        var ends = outputs.stream()
                .map(output -> Thread.ofPlatform().name("puce end").daemon().start(() -> {
                    output.incident(
                            Caller.UNKNOWN,
                            nanos,
                            "gave up what was not recorded or shown yet: what takes it has stood still");
                    output.close();
                }))
                .toList();
        try {
            for (var end : ends) {
                end.join(patience);
            }
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }
}
