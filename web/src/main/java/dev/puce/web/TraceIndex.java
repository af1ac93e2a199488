package dev.puce.web;

import dev.puce.pcsc.CallSink;
import dev.puce.pcsc.TracedCall;
import dev.puce.trace.render.CompactOptions;
import dev.puce.trace.render.CompactRows;
import dev.puce.trace.session.TracedCards;
import dev.puce.trace.summary.Summary;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Function;

/// A trace in memory, ready to be shown: calls, rows, and a summary. Calls must be redacted before.
///
/// One thread adds calls. Any thread may read at the same time. Memory is bounded: when calls and rows
/// have reached [#MAX_BYTES], further calls are counted and not kept.
final class TraceIndex implements CallSink {
    /// Limit of calls and rows, in bytes: some million calls. `puce web` has a heap of 256 MB.
    static final long MAX_BYTES = 144L << 20;

    private static final int SLOWEST = 20;
    private static final CompactOptions OPTIONS = CompactOptions.plain(120, ZoneOffset.UTC);

    private final TracedCards cards = new TracedCards();
    private final CallStore calls = new CallStore();
    private final RowStore rows = new RowStore();
    private final CompactRows folding = new CompactRows(OPTIONS, rows);
    private final Summary summary = new Summary();

    /// A row for each call; `null` until it is asked for.
    private RowStore singleRows;

    /// Makes the rows for each call once the calls before are read; `null` before.
    private CompactRows unfolding;

    private final PriorityQueue<SlowCall> slowest =
            new PriorityQueue<>(Comparator.comparingLong(SlowCall::durationNanos));
    private long dropped;

    /// A call that took long.
    record SlowCall(long sequence, String function, long durationNanos) {}

    @Override
    public synchronized void accept(TracedCall call) {
        if (calls.bytes() + rows.bytes() > MAX_BYTES) {
            dropped++;
            return;
        }
        var seen = cards.observe(call);
        calls.add(call, seen, cards);
        folding.accept(call, seen);
        if (unfolding != null) {
            unfolding.accept(call, seen);
        }
        summary.accept(call);
        noteDuration(call);
    }

    private void noteDuration(TracedCall call) {
        if (call.outcome().isEmpty() || !call.outcome().get().hasDuration()) {
            return;
        }
        long nanos = call.outcome().get().durationNanos();
        if (slowest.size() < SLOWEST || nanos > slowest.peek().durationNanos) {
            slowest.add(new SlowCall(call.sequence(), call.call().name(), nanos));
            if (slowest.size() > SLOWEST) {
                slowest.remove();
            }
        }
    }

    /// Shows the rows that wait for later calls.
    synchronized void flush() {
        folding.flush();
        if (unfolding != null) {
            unfolding.flush();
        }
    }

    @Override
    public void close() {
        flush();
    }

    CallStore calls() {
        return calls;
    }

    RowStore rows() {
        return rows;
    }

    /// The rows without folding: one for each call, and one for each exchange. The first request starts a thread that
    /// makes them, so that they appear little by little.
    synchronized RowStore singleRows() {
        if (singleRows == null) {
            singleRows = new RowStore();
            Thread.ofPlatform().daemon().name("puce unfold").start(this::unfold);
        }
        return singleRows;
    }

    private void unfold() {
        var single = new CompactRows(OPTIONS.unfold(), singleRows);
        int block = 0;
        while (true) {
            synchronized (this) {
                if (block == calls.fullBlocks()) {
                    calls.read(block, single::accept); // no call arrives meanwhile
                    single.flush();
                    unfolding = single;
                    return;
                }
            }
            calls.read(block, single::accept);
            block++;
        }
    }

    /// Computes something from the summary.
    synchronized <T> T summarise(Function<Summary, T> reader) {
        return reader.apply(summary);
    }

    /// The slowest calls, the slowest first.
    synchronized List<SlowCall> slowest() {
        var sorted = new ArrayList<>(slowest);
        sorted.sort(Comparator.comparingLong(SlowCall::durationNanos).reversed());
        return sorted;
    }

    /// Number of calls that are not kept, for lack of room.
    synchronized long dropped() {
        return dropped;
    }
}
