package dev.puce.spy.live;

import dev.puce.iso7816.Printable;
import dev.puce.pcsc.CallSink;
import dev.puce.pcsc.Caller;
import dev.puce.pcsc.TracedCall;
import dev.puce.spy.TraceEvent;
import dev.puce.spy.TraceListener;
import dev.puce.spy.WaitingCall;
import dev.puce.spy.relay.ProcessorYield;
import dev.puce.trace.recording.RecordingWriter;
import dev.puce.trace.render.CompactRenderer;
import dev.puce.trace.session.Observation;
import dev.puce.trace.session.ObservedSink;
import dev.puce.wire.Message;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;

/// Shows a trace while it happens, on its own thread. If the terminal is slower than the programs, the view
/// skips calls and shows their number. It never delays the trace.
public final class LiveView implements TraceListener {
    private static final int QUEUE = 16 * 1024;

    /// Limit of the queue in bytes, by [QueueWeight].
    private static final int MAX_BYTES = 8 << 20;

    /// How long the terminal may block at the end without progress.
    private static final Duration STALL_TIMEOUT = Duration.ofSeconds(2);

    /// How long a row may wait for a further call that belongs to it.
    private static final Duration PAUSE = Duration.ofMillis(300);

    private final ArrayBlockingQueue<Item> queue = new ArrayBlockingQueue<>(QUEUE);
    private final LineBuffer out;
    private final Optional<StatusLine> status;
    private final WaitChanges changes = new WaitChanges();
    private final CallSink sink;
    private final Level level;
    private final CallSink entrance;
    private final Thread thread = Thread.ofPlatform().name("puce view").daemon().unstarted(this::run);

    private final AtomicLong queuedBytes = new AtomicLong();
    private long skipped; // since the last queued item
    private volatile long shown;
    private final ProcessorYield yielding = new ProcessorYield(); // used by the thread only
    private volatile boolean broken;

    /// The level of detail.
    public enum Level {
        /// The calls of programs.
        CALLS,
        /// The messages behind the calls.
        WIRE
    }

    /// Makes a view that writes to a stream.
    @FunctionalInterface
    public interface ViewMaker {
        CallSink on(OutputStream out) throws IOException;
    }

    private sealed interface Item {
        /// Its memory in bytes.
        default int weight() {
            return QueueWeight.MIN;
        }

        record OfCall(TracedCall call, Optional<Observation> seen, int weight) implements Item {}

        record OfMessage(Caller caller, Message message, int weight) implements Item {}

        record OfIncident(TraceEvent.Incident incident) implements Item {}

        record OfWaits(TraceEvent.Waiting waiting) implements Item {}

        record Skipped(long count) implements Item {}

        record End() implements Item {}
    }

    /// Starts the view.
    ///
    /// @param stream output; stays open
    /// @param view   makes the view on the stream
    /// @param filter places a filter in front of the view
    /// @throws IOException if the view cannot be made
    public static LiveView start(OutputStream stream, ViewMaker view, Level level, UnaryOperator<CallSink> filter)
            throws IOException {
        return start(stream, view, level, filter, OptionalInt.empty());
    }

    /// Starts the view on a terminal, whose last line shows the calls that wait.
    ///
    /// @param stream  output; stays open
    /// @param columns width of the terminal; empty if the stream is not a terminal
    /// @throws IOException if the view cannot be made
    public static LiveView start(
            OutputStream stream, ViewMaker view, Level level, UnaryOperator<CallSink> filter, OptionalInt columns)
            throws IOException {
        var live = new LiveView(stream, view, level, filter, columns);
        live.thread.start();
        return live;
    }

    private LiveView(
            OutputStream stream, ViewMaker view, Level level, UnaryOperator<CallSink> filter, OptionalInt columns)
            throws IOException {
        out = new LineBuffer(stream);
        status = columns.isPresent() ? Optional.of(new StatusLine(stream, columns.getAsInt())) : Optional.empty();
        sink = view.on(out);
        this.level = level;
        entrance = filter.apply(new Queueing());
    }

    @Override
    public void accept(TraceEvent event) {
        switch (event) {
            case TraceEvent.Called(TracedCall call) -> {
                if (level == Level.CALLS) {
                    filter(call);
                }
            }
            case TraceEvent.Passed(Caller caller, Message message) -> offerMessage(caller, message);
            case TraceEvent.Closed(Caller caller, var _, Message message) -> offerMessage(caller, message);
            case TraceEvent.Incident incident -> offer(new Item.OfIncident(incident));
            case TraceEvent.Waiting waiting -> {
                if (level == Level.CALLS && changes.isNews(waiting)) {
                    offer(new Item.OfWaits(waiting));
                }
            }
            case TraceEvent.Opened _, TraceEvent.CaughtUp _ -> {}
        }
    }

    private void filter(TracedCall call) {
        try {
            entrance.accept(call);
        } catch (IOException impossible) {
            throw new UncheckedIOException("a filter in front of a queue writes nothing", impossible);
        }
    }

    private void offerMessage(Caller caller, Message message) {
        if (level == Level.WIRE) {
            offer(new Item.OfMessage(caller, message, QueueWeight.of(message)));
        }
    }

    /// Receives the calls that pass the filter.
    private final class Queueing implements ObservedSink {
        @Override
        public void accept(TracedCall call) {
            offer(new Item.OfCall(call, Optional.empty(), QueueWeight.of(call)));
        }

        @Override
        public void accept(TracedCall call, Observation seen) {
            offer(new Item.OfCall(call, Optional.of(seen), QueueWeight.of(call)));
        }

        @Override
        public void close() {}
    }

    /// After an item was skipped, the view continues only when half of the queue is free, not at every single gap.
    private synchronized void offer(Item item) {
        if (skipped > 0 && !broken && queue.remainingCapacity() >= QUEUE / 2 && queuedBytes.get() <= MAX_BYTES / 2) {
            enqueue(new Item.Skipped(skipped));
            skipped = 0;
        }
        if (skipped > 0 || broken || queuedBytes.get() > MAX_BYTES || !enqueue(item)) {
            skipped++;
        }
    }

    private boolean enqueue(Item item) {
        queuedBytes.addAndGet(item.weight()); // before the thread can take it
        boolean room = queue.offer(item);
        if (!room) {
            queuedBytes.addAndGet(-item.weight());
        }
        return room;
    }

    private void run() {
        try {
            Item item;
            do {
                item = next();
                queuedBytes.addAndGet(-item.weight());
                show(item);
                yielding.yieldAfterWork();
            } while (!(item instanceof Item.End));
        } catch (IOException terminalGone) {
            broken = true;
        } catch (InterruptedException interrupted) {
            broken = true;
            Thread.currentThread().interrupt();
        }
    }

    private Item next() throws IOException, InterruptedException {
        var item = queue.poll();
        if (item == null) {
            writeLines();
            item = sink instanceof CompactRenderer compact ? takeAfterPause(compact) : queue.take();
        } else if (out.hasEnough()) {
            writeLines();
        }
        return item;
    }

    /// Waits for an item. After a pause, the view shows the rows that wait for further calls.
    private Item takeAfterPause(CompactRenderer compact) throws IOException, InterruptedException {
        var item = queue.poll(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        if (item == null) {
            compact.showPending();
            writeLines();
            item = queue.take();
        }
        return item;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // only this thread writes
    private void show(Item item) throws IOException {
        switch (item) {
            case Item.OfCall called -> {
                if (called.seen().isPresent()) {
                    ObservedSink.pass(sink, called.call(), called.seen().get());
                } else {
                    sink.accept(called.call());
                }
            }
            case Item.OfMessage passed ->
                line(passed.caller(), passed.message().lastNanos(), MessageText.of(passed.message()));
            case Item.OfIncident(var incident) -> incident(incident);
            case Item.OfWaits(var waiting) -> waits(waiting);
            case Item.Skipped(long count) ->
                print("** " + count + (level == Level.CALLS ? " calls" : " messages")
                        + " are not shown here: the terminal was slower than the programs");
            case Item.End _ -> {
                sink.close();
                out.flush();
                writeLines();
            }
        }
        shown++;
    }

    /// Shows waiting calls: in the status line of a terminal, or once each as a line.
    private void waits(TraceEvent.Waiting waiting) throws IOException {
        if (status.isPresent()) {
            writeLines();
            status.get().show(waiting);
            return;
        }
        for (WaitingCall call : changes.unreported(waiting)) {
            incident(new TraceEvent.Incident(call.caller(), waiting.nanos(), WaitText.line(call)));
        }
    }

    private void writeLines() throws IOException {
        if (status.isPresent() && out.hasLines()) {
            status.get().erase();
        }
        out.writeLines();
    }

    private void incident(TraceEvent.Incident incident) throws IOException {
        if (sink instanceof RecordingWriter json) {
            json.incident(incident.caller(), incident.nanos(), incident.text());
        } else {
            line(incident.caller(), incident.nanos(), "** " + incident.text());
        }
    }

    private void line(Caller caller, long nanos, String text) throws IOException {
        var prefix = "";
        if (!caller.equals(Caller.UNKNOWN)) {
            var program = caller.program().isEmpty() ? "?" : caller.program();
            prefix = program + (caller.pid().isPresent() ? "[" + caller.pid().getAsInt() + "]" : "") + ":"
                    + caller.connection() + "  ";
        }
        print("%4d.%06d  %s%s".formatted(nanos / 1_000_000_000, nanos / 1000 % 1_000_000, prefix, text));
    }

    private void print(String line) throws IOException {
        if (sink instanceof CompactRenderer compact) {
            compact.showPending();
        }
        out.write((Printable.of(line) + "\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    /// Shows the rest, unless the terminal blocks.
    @Override
    public void close() {
        try {
            if (skipped > 0) {
                put(new Item.Skipped(skipped));
            }
            put(new Item.End());
            long before = -1;
            while (thread.isAlive() && shown != before) {
                before = shown;
                thread.join(STALL_TIMEOUT);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /// Waits for room in the queue while the terminal makes progress.
    private void put(Item item) throws InterruptedException {
        long before = -1;
        while (!broken && shown != before && !queue.offer(item, STALL_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
            before = shown;
        }
    }
}
