package dev.puce.trace.session;

import dev.puce.pcsc.CallSink;
import dev.puce.pcsc.TracedCall;
import java.io.IOException;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;

/// Passes calls on in the order in which they ended. A recording has the calls of one program in order, but reads the
/// connections of several programs one after the other, so that their calls are some milliseconds out of order.
///
/// A call waits until a call has come that ended two seconds later. Calls without times keep their place. Memory is
/// bounded.
public final class TimeOrder implements CallSink {
    private static final long WINDOW_NANOS = 2_000_000_000L;
    private static final int MAX_WAITING = 1 << 12;

    private final CallSink next;
    private final Queue<Waiting> waiting = new PriorityQueue<>(Comparator.comparingLong(Waiting::endNanos)
            .thenComparingLong(call -> call.call().sequence()));
    private long latestNanos = Long.MIN_VALUE;

    private record Waiting(TracedCall call, long endNanos) {}

    /// @param next receives the calls; stays open
    public TimeOrder(CallSink next) {
        this.next = next;
    }

    @Override
    public void accept(TracedCall call) throws IOException {
        if (!call.hasStart()) {
            close();
            next.accept(call);
            return;
        }
        long end = call.outcome()
                .map(outcome -> call.startNanos() + (outcome.hasDuration() ? outcome.durationNanos() : 0))
                .orElse(Math.max(latestNanos, call.startNanos())); // it had not ended when the trace did
        latestNanos = Math.max(latestNanos, end);
        waiting.add(new Waiting(call, end));
        while (waiting.size() > MAX_WAITING || waiting.peek().endNanos() < latestNanos - WINDOW_NANOS) {
            next.accept(waiting.remove().call());
        }
    }

    /// Passes on the calls that wait.
    @Override
    public void close() throws IOException {
        while (!waiting.isEmpty()) {
            next.accept(waiting.remove().call());
        }
    }
}
