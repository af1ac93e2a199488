package dev.puce.cli.trace;

import dev.puce.iso7816.Printable;
import dev.puce.pcsc.Caller;
import dev.puce.pcsc.TracedCall;
import dev.puce.spy.live.TraceOutput;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// Says nothing but what goes wrong with the trace itself, on a thread of its own: whoever tells of it may hold the
/// recording, which must not wait for the reader of standard error.
public final class Problems implements TraceOutput {
    /// How many problems may wait to be printed.
    static final int MOST_WAITING = 100;

    /// How long standard error may stand still at the end before the rest is given up.
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /// The text that says that none comes any more.
    private static final String END = "";

    private final PrintWriter err;
    private final BlockingQueue<String> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final AtomicLong notTold = new AtomicLong();
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
    public void call(TracedCall call) {}

    @Override
    public void incident(Caller caller, long nanos, String what) {
        if (!caller.equals(Caller.UNKNOWN)) {
            return;
        }
        try {
            if (!waiting.offer(what)) {
                notTold.incrementAndGet();
            }
        } catch (OutOfMemoryError shortage) {
            // the other outputs have it: failing would make it come again, there, too
            notTold.incrementAndGet();
        }
    }

    private void run() {
        try {
            for (var what = waiting.take(); !what.equals(END); what = waiting.take()) {
                print(what);
            }
            printWhatIsMissing();
        } catch (InterruptedException givenUp) {
            Thread.currentThread().interrupt();
        }
    }

    private void print(String what) {
        try {
            err.println("puce: " + Printable.of(what));
            err.flush();
            if (waiting.isEmpty()) {
                printWhatIsMissing();
            }
        } catch (OutOfMemoryError shortage) {
            notTold.incrementAndGet();
        }
        printed.incrementAndGet();
    }

    private void printWhatIsMissing() {
        long missing = notTold.getAndSet(0);
        if (missing > 0) {
            err.println("puce: " + missing + (missing == 1 ? " problem is" : " problems are")
                    + " not told here: nobody read standard error, or puce had no memory left");
            err.flush();
        }
    }

    /// Prints what is left, unless standard error stands still.
    @Override
    public void close() {
        try {
            long before = -1;
            while (printed.get() != before && !waiting.offer(END, PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                before = printed.get();
            }
            before = -1;
            while (thread.isAlive() && printed.get() != before) {
                before = printed.get();
                thread.join(PATIENCE);
            }
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }
}
