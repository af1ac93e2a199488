package dev.puce.web;

import dev.puce.pcsc.CallSink;
import dev.puce.pcsc.TracedCall;
import dev.puce.trace.render.CompactOptions;
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

    /// Routine calls share a row.
    static final CompactOptions FOLDED = CompactOptions.plain(120, ZoneOffset.UTC);

    /// Each call has a row, and each exchange.
    static final CompactOptions UNFOLDED = FOLDED.unfold();

    private final TracedCards cards = new TracedCards();
    private final CallStore calls = new CallStore();
    private final RowStore rows = new RowStore(FOLDED);
    private final Summary summary = new Summary();

    /// A row for each call; `null` until it is asked for.
    private RowStore singleRows;

    /// Whether [#singleRows] has the calls up to now and takes the next ones.
    private boolean unfolds;

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
        rows.accept(call, seen);
        if (unfolds) {
            singleRows.accept(call, seen);
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
        rows.flush();
        if (unfolds) {
            singleRows.flush();
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
            singleRows = new RowStore(UNFOLDED);
            Thread.ofPlatform().daemon().name("puce unfold").start(this::unfold);
        }
        return singleRows;
    }

    private void unfold() {
        var single = singleRows();
        int block = 0;
        while (true) {
            synchronized (this) {
                if (block == calls.fullBlocks()) {
                    calls.read(block, single::accept); // no call arrives meanwhile
                    single.flush();
                    unfolds = true;
                    return;
                }
            }
            calls.read(block, single::accept);
            block++;
        }
    }

    /// Whether the rows without folding have all calls up to now.
    synchronized boolean unfolds() {
        return unfolds;
    }

    /// The row of a call.
    ///
    /// @param store the rows: folded, or one for each call
    /// @return its position, or -1
    int rowOf(long call, RowStore store) {
        return store.of(calls.position(call));
    }

    /// The calls that a row shows, or one of them, in their order in the trace.
    ///
    /// @param first number of the first call, or of the only one
    /// @param last  number of the last call
    /// @param store the rows: folded, or one for each call
    List<SeenCall> callsOfRow(long first, long last, RowStore store) {
        int row = rowOf(first, store);
        return calls.find(first, last, position -> first == last || store.isIn(position, row));
    }

    /// All calls up to now with their context, in the order of the trace.
    synchronized List<SeenCall> all() {
        var all = new ArrayList<SeenCall>();
        for (int block = 0; block <= calls.fullBlocks(); block++) {
            calls.read(block, (call, context) -> all.add(new SeenCall(call, context)));
        }
        return all;
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
