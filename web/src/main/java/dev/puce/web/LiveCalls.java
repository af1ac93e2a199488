package dev.puce.web;

import dev.puce.iso7816.Printable;
import dev.puce.pcsc.Caller;
import dev.puce.pcsc.TracedCall;
import dev.puce.spy.TraceEvent;
import dev.puce.spy.TraceListener;
import dev.puce.wire.Message;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// Adds the calls of a live trace to the page, on a thread of its own. If calls come faster than the page takes them,
/// it leaves some out and counts them. It never delays the trace.
final class LiveCalls implements TraceListener {
    private static final int QUEUE = 1 << 16;

    /// How long a row may wait for a further call that belongs to it.
    private static final Duration PAUSE = Duration.ofMillis(200);

    private final PageTrace trace;
    private final BlockingQueue<TracedCall> queue = new ArrayBlockingQueue<>(QUEUE);
    private final AtomicLong missed = new AtomicLong();
    private final Map<Integer, Running> running;
    private volatile boolean ended;
    private final Thread thread = Thread.ofPlatform().daemon().name("puce page").unstarted(this::run);

    /// A request without an answer.
    record Running(Caller caller, String request) {
        @Override
        public String toString() {
            return Printable.of(caller.program()) + " " + request;
        }
    }

    private LiveCalls(PageTrace trace, Map<Integer, Running> running) {
        this.trace = trace;
        this.running = running;
    }

    /// Starts the thread.
    static LiveCalls start(PageTrace trace) {
        var running = new ConcurrentSkipListMap<Integer, Running>();
        var calls = new LiveCalls(
                trace.showing(() -> List.copyOf(running.values()).stream()
                        .map(Running::toString)
                        .toList()),
                running);
        calls.thread.start();
        return calls;
    }

    @Override
    public void accept(TraceEvent event) {
        switch (event) {
            case TraceEvent.Called(TracedCall call) -> {
                if (trace.state() == PageTrace.State.LIVE && !queue.offer(call)) {
                    trace.miss(missed.incrementAndGet());
                }
            }
            case TraceEvent.Passed(Caller caller, Message message) -> note(caller, message);
            case TraceEvent.Closed(Caller caller, var _, var _) -> running.remove(caller.connection());
            case TraceEvent.Incident(Caller caller, var _, String text) -> {
                if (caller.equals(Caller.UNKNOWN)) {
                    trace.problem(text);
                }
            }
            case TraceEvent.Opened _, TraceEvent.Waiting _, TraceEvent.CaughtUp _ -> {}
        }
    }

    private void note(Caller caller, Message message) {
        switch (message) {
            case Message.Asked asked ->
                running.put(
                        caller.connection(),
                        new Running(caller, asked.request().getClass().getSimpleName()));
            case Message.Answered _, Message.Closed _ -> running.remove(caller.connection());
            case Message.Notified _, Message.NotUnderstood _ -> {}
        }
    }

    private void run() {
        try {
            while (!ended || !queue.isEmpty()) {
                var call = queue.poll(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
                if (call == null) {
                    trace.index().flush();
                } else {
                    trace.index().accept(call);
                }
            }
            trace.index().flush();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// Adds the rest of the calls.
    @Override
    public void close() {
        ended = true;
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        running.clear();
        trace.become(PageTrace.State.COMPLETE);
    }
}
