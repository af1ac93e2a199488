package dev.puce.spy.live;

import dev.puce.iso7816.Printable;
import dev.puce.pcsc.CallSink;
import dev.puce.pcsc.Caller;
import dev.puce.pcsc.TracedCall;
import dev.puce.spy.relay.ProcessorYield;
import dev.puce.trace.recording.RecordingWriter;
import dev.puce.wire.Message;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;

/// Shows a trace while it happens, on a thread of its own. A terminal that is slower than the programs makes it skip
/// calls and say how many; nobody waits for it.
public final class LiveView implements TraceOutput {
    private static final int QUEUE = 16 * 1024;

    /// Bytes that the queue may hold, by [QueueWeight].
    private static final int MOST_BYTES = 8 << 20;

    /// How long a terminal may stand still at the end before the rest is given up.
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /// How long calls gather before they are shown. Nobody sees the difference, and a thread that is woken for each
    /// of them costs more than showing them.
    private static final long GATHER_NANOS = Duration.ofMillis(5).toNanos();

    private static final long SHORTAGE_PAUSE_NANOS = Duration.ofMillis(50).toNanos();

    private final ArrayBlockingQueue<Shown> queue = new ArrayBlockingQueue<>(QUEUE);
    private final LineStream out;
    private final CallSink sink;
    private final Level level;
    private final CallSink entrance;
    private final Thread thread = Thread.ofPlatform().name("puce view").daemon().unstarted(this::run);

    private final AtomicLong queued = new AtomicLong(); // bytes
    private long skipped; // since the last one that was queued
    private volatile long shown;
    private long notShown; // the thread's own
    private final ProcessorYield givingWay = new ProcessorYield(); // the thread's own
    private volatile boolean broken;

    /// What is shown.
    public enum Level {
        /// The calls of programs.
        CALLS,
        /// The messages that calls are made of.
        WIRE
    }

    /// Makes a view that writes to a stream.
    @FunctionalInterface
    public interface ViewMaker {
        CallSink on(OutputStream out) throws IOException;
    }

    private sealed interface Shown {
        /// How much memory it takes, in bytes.
        default int weight() {
            return QueueWeight.LEAST;
        }

        record Called(TracedCall call, int weight) implements Shown {}

        record Said(Caller caller, Message message, int weight) implements Shown {}

        record Happened(Caller caller, long nanos, String what) implements Shown {}

        record Skipped(long count) implements Shown {}

        record End() implements Shown {}
    }

    /// Starts to show.
    ///
    /// @param stream where to; stays open
    /// @param view   makes what shows the calls there
    /// @param filter puts something in front that decides which calls are shown
    /// @throws IOException if the view cannot be made
    public static LiveView start(OutputStream stream, ViewMaker view, Level level, UnaryOperator<CallSink> filter)
            throws IOException {
        var live = new LiveView(stream, view, level, filter);
        live.thread.start();
        return live;
    }

    private LiveView(OutputStream stream, ViewMaker view, Level level, UnaryOperator<CallSink> filter)
            throws IOException {
        out = new LineStream(stream);
        sink = view.on(out);
        this.level = level;
        entrance = filter.apply(new Queueing());
    }

    @Override
    public void call(TracedCall call) {
        if (level == Level.CALLS) {
            try {
                entrance.accept(call);
            } catch (IOException impossible) {
                throw new UncheckedIOException("nothing is written before the queue", impossible);
            } catch (OutOfMemoryError shortage) {
                skip();
            }
        }
    }

    @Override
    public void message(Caller caller, Message message) {
        if (level == Level.WIRE) {
            try {
                offer(new Shown.Said(caller, message, QueueWeight.of(message)));
            } catch (OutOfMemoryError shortage) {
                skip();
            }
        }
    }

    @Override
    public void incident(Caller caller, long nanos, String what) {
        try {
            offer(new Shown.Happened(caller, nanos, what));
        } catch (OutOfMemoryError shortage) {
            skip();
        }
    }

    /// What stands behind the filter.
    private final class Queueing implements CallSink {
        @Override
        public void accept(TracedCall call) {
            offer(new Shown.Called(call, QueueWeight.of(call)));
        }

        @Override
        public void close() {}
    }

    /// Once something was skipped, showing goes on when half of the queue is free, not at every single gap.
    private synchronized void offer(Shown item) {
        if (skipped > 0 && !broken && queue.remainingCapacity() >= QUEUE / 2 && queued.get() <= MOST_BYTES / 2) {
            enqueue(new Shown.Skipped(skipped));
            skipped = 0;
        }
        if (skipped > 0 || broken || queued.get() > MOST_BYTES || !enqueue(item)) {
            skipped++;
        }
    }

    /// What does not even fit into the heap is skipped, too.
    private synchronized void skip() {
        skipped++;
    }

    private boolean enqueue(Shown item) {
        queued.addAndGet(item.weight()); // before it can be taken out
        boolean room = queue.offer(item);
        if (!room) {
            queued.addAndGet(-item.weight());
        }
        return room;
    }

    private void run() {
        try {
            Shown item;
            do {
                item = next();
                queued.addAndGet(-item.weight());
                showDespiteShortage(item);
                givingWay.giveWay();
            } while (!(item instanceof Shown.End));
        } catch (IOException terminalGone) {
            broken = true;
        } catch (InterruptedException givenUp) {
            broken = true;
            Thread.currentThread().interrupt();
        }
    }

    private Shown next() throws IOException, InterruptedException {
        var item = queue.poll();
        while (item == null) {
            try {
                out.writeLines();
                item = queue.take();
                LockSupport.parkNanos(this, GATHER_NANOS);
            } catch (OutOfMemoryError shortage) {
                LockSupport.parkNanos(this, SHORTAGE_PAUSE_NANOS);
            }
        }
        return item;
    }

    private void showDespiteShortage(Shown item) throws IOException {
        try {
            if (notShown > 0) {
                print("** " + notShown + (level == Level.CALLS ? " call" : " message")
                        + (notShown == 1 ? " is" : "s are") + " not shown here: puce had no memory left");
                notShown = 0;
            }
            show(item);
        } catch (OutOfMemoryError shortage) {
            notShown++;
            out.dropUnfinishedLine();
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // this thread alone writes
    private void show(Shown item) throws IOException {
        switch (item) {
            case Shown.Called called -> sink.accept(called.call());
            case Shown.Said said -> line(said.caller(), said.message().lastNanos(), MessageText.of(said.message()));
            case Shown.Happened happened -> happened(happened);
            case Shown.Skipped(long count) ->
                print("** " + count + (level == Level.CALLS ? " calls" : " messages")
                        + " are not shown here: the terminal was slower than the programs, or puce had no memory left");
            case Shown.End _ -> {
                sink.close();
                out.flush();
                out.writeLines();
            }
        }
        shown++;
    }

    private void happened(Shown.Happened happened) throws IOException {
        if (sink instanceof RecordingWriter json) {
            json.incident(happened.caller(), happened.nanos(), happened.what());
        } else {
            line(happened.caller(), happened.nanos(), "** " + happened.what());
        }
    }

    private void line(Caller caller, long nanos, String text) throws IOException {
        var who = "";
        if (!caller.equals(Caller.UNKNOWN)) {
            var program = caller.program().isEmpty() ? "?" : caller.program();
            who = program + (caller.pid().isPresent() ? "[" + caller.pid().getAsInt() + "]" : "") + ":"
                    + caller.connection() + "  ";
        }
        print("%4d.%06d  %s%s".formatted(nanos / 1_000_000_000, nanos / 1000 % 1_000_000, who, text));
    }

    private void print(String line) throws IOException {
        out.write((Printable.of(line) + "\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    /// Shows what is left, unless the terminal stands still.
    @Override
    public void close() {
        try {
            if (skipped > 0) {
                put(new Shown.Skipped(skipped));
            }
            put(new Shown.End());
            long before = -1;
            while (thread.isAlive() && shown != before) {
                before = shown;
                thread.join(PATIENCE);
            }
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }

    /// Waits for a place in the queue as long as the terminal moves.
    private void put(Shown item) throws InterruptedException {
        long before = -1;
        while (!broken && shown != before && !queue.offer(item, PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
            before = shown;
        }
    }
}
