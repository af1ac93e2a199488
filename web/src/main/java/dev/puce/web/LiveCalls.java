package dev.puce.web;

import dev.puce.pcsc.Caller;
import dev.puce.pcsc.TracedCall;
import dev.puce.spy.TraceEvent;
import dev.puce.spy.TraceListener;
import dev.puce.spy.live.QueueWeight;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// Adds the calls of a live trace to the page, on a thread of its own. If calls come faster than the page takes them,
/// it leaves some out and counts them. It never delays the trace.
final class LiveCalls implements TraceListener {
    private static final int QUEUE = 1 << 16;

    /// Limit of the queue in bytes, by [QueueWeight].
    private static final int MAX_BYTES = 48 << 20;

    /// How long a row may wait for a further call that belongs to it.
    private static final Duration PAUSE = Duration.ofMillis(200);

    private final PageTrace trace;
    private final BlockingQueue<TracedCall> queue = new ArrayBlockingQueue<>(QUEUE);
    private final AtomicLong queuedBytes = new AtomicLong();
    private final AtomicLong missed = new AtomicLong();
    private volatile boolean ended;
    private final Thread thread = Thread.ofPlatform().daemon().name("puce page").unstarted(this::run);

    private LiveCalls(PageTrace trace) {
        this.trace = trace;
    }

    /// Starts the thread.
    static LiveCalls start(PageTrace trace) {
        var calls = new LiveCalls(trace);
        calls.thread.start();
        return calls;
    }

    @Override
    public void accept(TraceEvent event) {
        switch (event) {
            case TraceEvent.Called(TracedCall call) -> {
                if (trace.state() == PageTrace.State.LIVE) {
                    offer(call);
                }
            }
            case TraceEvent.Waiting waiting -> trace.show(waiting);
            case TraceEvent.Incident(Caller caller, var _, String text) -> {
                if (caller.equals(Caller.UNKNOWN)) {
                    trace.problem(text);
                }
            }
            case TraceEvent.Opened _, TraceEvent.Passed _, TraceEvent.Closed _, TraceEvent.CaughtUp _ -> {}
        }
    }

    private void offer(TracedCall call) {
        int weight = QueueWeight.of(call);
        if (queuedBytes.addAndGet(weight) > MAX_BYTES || !queue.offer(call)) {
            queuedBytes.addAndGet(-weight);
            trace.miss(missed.incrementAndGet());
        }
    }

    private void run() {
        try {
            while (!ended || !queue.isEmpty()) {
                var call = queue.poll(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
                if (call == null) {
                    trace.index().flush();
                } else {
                    queuedBytes.addAndGet(-QueueWeight.of(call));
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
        trace.show(new TraceEvent.Waiting(List.of(), 0));
        trace.become(PageTrace.State.COMPLETE);
    }
}
