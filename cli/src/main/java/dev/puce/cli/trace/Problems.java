package dev.puce.cli.trace;

import dev.puce.iso7816.Printable;
import dev.puce.pcsc.Caller;
import dev.puce.spy.TraceEvent;
import dev.puce.spy.TraceListener;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// Prints only problems of the trace itself, on its own thread. The thread that reports a problem may hold the
/// recording, which must not wait for the reader of standard error.
public final class Problems implements TraceListener {
    /// Number of problems that may wait to be printed.
    static final int MAX_WAITING = 100;

    /// How long standard error may block at the end without progress.
    private static final Duration STALL_TIMEOUT = Duration.ofSeconds(2);

    /// The text that marks the end.
    private static final String END = "";

    private final PrintWriter err;
    private final BlockingQueue<String> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
    private final AtomicLong dropped = new AtomicLong();
    private final AtomicLong printed = new AtomicLong();
    private final Thread thread =
            Thread.ofPlatform().name("puce problems").daemon().unstarted(this::run);

    private Problems(PrintWriter err) {
        this.err = err;
    }

    /// Starts the thread.
    public static Problems start(PrintWriter err) {
        var problems = new Problems(err);
        problems.thread.start();
        return problems;
    }

    @Override
    public void accept(TraceEvent event) {
        switch (event) {
            case TraceEvent.Incident(Caller caller, var _, String text) -> {
                if (caller.equals(Caller.UNKNOWN) && !waiting.offer(text)) {
                    dropped.incrementAndGet();
                }
            }
            case TraceEvent.Opened _,
                    TraceEvent.Passed _,
                    TraceEvent.Called _,
                    TraceEvent.Closed _,
                    TraceEvent.Waiting _,
                    TraceEvent.CaughtUp _ -> {}
        }
    }

    private void run() {
        try {
            for (var text = waiting.take(); !text.equals(END); text = waiting.take()) {
                print(text);
            }
            printDropped();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void print(String text) {
        err.println("puce: " + Printable.of(text));
        err.flush();
        if (waiting.isEmpty()) {
            printDropped();
        }
        printed.incrementAndGet();
    }

    private void printDropped() {
        long missing = dropped.getAndSet(0);
        if (missing > 0) {
            err.println("puce: " + missing + (missing == 1 ? " problem is" : " problems are")
                    + " not shown here: standard error was not read in time");
            err.flush();
        }
    }

    /// Prints the rest, unless standard error blocks.
    @Override
    public void close() {
        try {
            long before = -1;
            while (printed.get() != before && !waiting.offer(END, STALL_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
                before = printed.get();
            }
            before = -1;
            while (thread.isAlive() && printed.get() != before) {
                before = printed.get();
                thread.join(STALL_TIMEOUT);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
