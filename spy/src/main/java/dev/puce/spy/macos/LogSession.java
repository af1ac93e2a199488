package dev.puce.spy.macos;

import dev.puce.pcsc.Call;
import dev.puce.pcsc.CallSink;
import dev.puce.pcsc.Caller;
import dev.puce.pcsc.TracedCall;
import dev.puce.spy.TraceEvent;
import dev.puce.spy.TraceListener;
import dev.puce.trace.macos.LiveUnifiedLog;
import dev.puce.trace.redaction.Redactor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// A live trace of the unified log, from start to end: lines become calls, calls become events of the outputs.
///
/// One thread reads lines, another joins and delivers. The queue between them is bounded: if the outputs are slow,
/// `log`
/// waits.
public final class LogSession implements AutoCloseable {
    private static final int QUEUE = 10_000;
    private static final int MOST_PROBLEMS = 5;

    /// How often children are looked for.
    private static final Duration TICK = Duration.ofMillis(100);

    /// How long [#close] waits for the rest of the log, at most.
    private static final Duration MOST_SETTLING = Duration.ofSeconds(5);

    private final LineFeed feed;
    private final Redactor redactor;
    private final List<TraceListener> outputs;
    private final Optional<ProcessTree> followed;
    private final long startNanos;
    private final LiveUnifiedLog log;
    private final BlockingQueue<Optional<String>> lines = new ArrayBlockingQueue<>(QUEUE);
    private final CountDownLatch firstLine = new CountDownLatch(1);
    private final Thread reader;
    private final Thread tracer;
    private volatile long latestLineNanos = System.nanoTime();
    private volatile String latestIncident = "";
    private volatile boolean hasEntries;
    private volatile boolean hasCalls;
    private volatile boolean hasApdus;
    private int problems;

    private LogSession(
            LineFeed feed,
            Redactor redactor,
            List<TraceListener> outputs,
            Optional<ProcessTree> followed,
            Optional<Instant> start,
            long startNanos) {
        this.feed = feed;
        this.redactor = redactor;
        this.outputs = List.copyOf(outputs);
        this.followed = followed;
        this.startNanos = startNanos;
        log = new LiveUnifiedLog(new Delivery(), start, this::problem);
        reader = Thread.ofPlatform().name("puce log").daemon().unstarted(this::read);
        tracer = Thread.ofPlatform().name("puce trace").daemon().unstarted(this::trace);
    }

    /// Starts to read.
    ///
    /// @param outputs    receive the events; closed with the session
    /// @param followed   the processes whose calls are shown, beside those of unknown programs; empty for all
    /// @param start      wall clock at time 0 of the trace; empty if the entries do not state it
    /// @param startNanos time 0 of incidents by `System.nanoTime()`
    public static LogSession start(
            LineFeed feed,
            Redactor redactor,
            List<TraceListener> outputs,
            Optional<ProcessTree> followed,
            Optional<Instant> start,
            long startNanos) {
        var session = new LogSession(feed, redactor, outputs, followed, start, startNanos);
        session.reader.start();
        session.tracer.start();
        return session;
    }

    private void read() {
        try {
            feed.run(new LineFeed.Listener() {
                @Override
                public void line(String text) throws InterruptedException {
                    latestLineNanos = System.nanoTime();
                    hasEntries = true;
                    lines.put(Optional.of(text));
                    firstLine.countDown();
                }

                @Override
                public void incident(String text) {
                    latestIncident = text;
                    LogSession.this.incident(text);
                }
            });
            lines.put(Optional.empty());
        } catch (InterruptedException _) {
            // closed
        } finally {
            firstLine.countDown();
        }
    }

    /// Waits until the log answers.
    ///
    /// @return false if it has ended without a line, or the timeout came first
    public boolean awaitFirstLine(Duration timeout) throws InterruptedException {
        return firstLine.await(timeout.toMillis(), TimeUnit.MILLISECONDS) && hasEntries;
    }

    /// Waits until the log ends, for a while.
    ///
    /// @return whether it has ended
    public boolean awaitEnd(Duration timeout) throws InterruptedException {
        return tracer.join(timeout);
    }

    private void trace() {
        try {
            while (true) {
                var line = lines.poll(TICK.toMillis(), TimeUnit.MILLISECONDS);
                followed.ifPresent(ProcessTree::refresh);
                if (line == null) {
                    if (sinceLatestLine().compareTo(LiveUnifiedLog.WINDOW) >= 0) {
                        log.pause();
                    }
                    deliver(new TraceEvent.CaughtUp());
                } else if (line.isEmpty()) {
                    return;
                } else {
                    log.line(line.get());
                }
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException("outputs handle their failures", impossible);
        } catch (InterruptedException _) {
            // closed
        }
    }

    private Duration sinceLatestLine() {
        return Duration.ofNanos(System.nanoTime() - latestLineNanos);
    }

    private void problem(long line, String what) {
        if (++problems <= MOST_PROBLEMS) {
            incident("Line " + line + " of the log: " + what + (problems == MOST_PROBLEMS ? "; more may follow" : ""));
        }
    }

    /// Receives the calls of the log.
    private final class Delivery implements CallSink {
        @Override
        public void accept(TracedCall call) {
            if (isFollowed(call.caller())) {
                hasCalls |= !(call.call() instanceof Call.Mark);
                hasApdus |= call.call() instanceof Call.Transmit;
                deliver(new TraceEvent.Called(redactor.redact(call)));
            }
        }

        @Override
        public void close() {
            // the session closes the outputs
        }
    }

    private boolean isFollowed(Caller caller) {
        return followed.isEmpty()
                || caller.pid().isEmpty()
                || followed.get().contains(caller.pid().getAsInt());
    }

    private void deliver(TraceEvent event) {
        outputs.forEach(output -> output.accept(event));
    }

    /// Reports an incident that concerns the trace as a whole. Any thread may call this.
    public void incident(String text) {
        deliver(new TraceEvent.Incident(Caller.UNKNOWN, System.nanoTime() - startNanos, text));
    }

    /// The latest reason why entries are missing; empty if there is none.
    public String latestIncident() {
        return latestIncident;
    }

    /// Whether a call of a followed program was seen. To be called after [#close].
    public boolean hasCalls() {
        return hasCalls;
    }

    /// Whether the bytes of a command were seen. To be called after [#close].
    public boolean hasApdus() {
        return hasApdus;
    }

    /// Waits for late lines, delivers everything, and closes the outputs.
    @Override
    public void close() {
        try {
            settle();
            if (feed.stop()) {
                reader.join(MOST_SETTLING);
            }
            reader.interrupt();
            if (lines.offer(Optional.empty(), MOST_SETTLING.toMillis(), TimeUnit.MILLISECONDS)) {
                tracer.join(MOST_SETTLING);
            }
            if (tracer.isAlive()) {
                incident("the rest of the trace was dropped: an output no longer accepts data");
            } else {
                log.end();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException impossible) {
            throw new UncheckedIOException("outputs handle their failures", impossible);
        } finally {
            outputs.forEach(TraceListener::close);
        }
    }

    /// The log is late: waits until no line has come for a while, from now on.
    private void settle() throws InterruptedException {
        long end = System.nanoTime() + MOST_SETTLING.toNanos();
        latestLineNanos = System.nanoTime();
        while (tracer.isAlive() && sinceLatestLine().compareTo(LiveUnifiedLog.WINDOW) < 0 && System.nanoTime() < end) {
            tracer.join(TICK);
        }
    }
}
