package dev.puce.web;

import dev.puce.trace.filter.Filter;
import java.util.BitSet;
import java.util.stream.IntStream;

/// The rows of a trace that match a filter. A background thread looks at the calls that are there at the start; calls
/// that come later are looked at on demand. A row matches if one of its calls does.
final class FilteredRows {
    private final Filter filter;
    private final TraceIndex index;

    /// Positions of the matching calls in the trace. Lock it to use it.
    private final BitSet matches = new BitSet();

    private final int initialBlocks;
    private volatile int scannedBlocks;
    private volatile boolean cancelled;
    private int[] rows = new int[0];
    private RowStore rowsOf;
    private Extent rowsAt;

    /// How much of a trace the rows are made of.
    private record Extent(long calls, int placed, int scannedBlocks) {}

    private FilteredRows(Filter filter, TraceIndex index) {
        this.filter = filter;
        this.index = index;
        initialBlocks = index.calls().fullBlocks();
    }

    /// Starts to look at the calls.
    static FilteredRows start(Filter filter, TraceIndex index) {
        var filtered = new FilteredRows(filter, index);
        Thread.ofPlatform().daemon().name("puce filter").start(filtered::scan);
        return filtered;
    }

    private void scan() {
        int step = 4 * Runtime.getRuntime().availableProcessors();
        while (scannedBlocks < initialBlocks && !cancelled) {
            int from = scannedBlocks;
            int to = Math.min(initialBlocks, from + step);
            IntStream.range(from, to).parallel().forEach(this::scan);
            scannedBlocks = to;
        }
    }

    private void scan(int block) {
        var found = IntStream.builder();
        index.calls().inspect(block, (position, call) -> {
            if (filter.matches(call)) {
                found.add(position);
            }
        });
        synchronized (matches) {
            found.build().forEach(matches::set);
        }
    }

    /// Stops the background thread.
    void cancel() {
        cancelled = true;
    }

    /// Whether the calls that were there at the start have been looked at.
    boolean isDone() {
        return scannedBlocks >= initialBlocks;
    }

    /// Share of the calls that have been looked at, 0 to 1.
    double progress() {
        return initialBlocks == 0 ? 1 : Math.min(1, (double) scannedBlocks / initialBlocks);
    }

    /// Number of matching calls so far.
    int matchingCalls() {
        synchronized (matches) {
            return matches.cardinality();
        }
    }

    /// Positions of the matching rows so far.
    ///
    /// @param store the rows: folded, or one for each call
    @SuppressWarnings("ReferenceEquality") // there are two stores
    synchronized int[] rows(RowStore store) {
        var now = new Extent(index.calls().size(), store.placedCalls(), scannedBlocks);
        if (!now.equals(rowsAt) || store != rowsOf || !isDone()) {
            if (isDone()) {
                catchUp();
            }
            synchronized (matches) {
                rows = store.of(matches);
            }
            rowsOf = store;
            rowsAt = now;
        }
        return rows;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // the background thread has ended
    private void catchUp() {
        int full = index.calls().fullBlocks();
        while (scannedBlocks < full) {
            scan(scannedBlocks);
            scannedBlocks++;
        }
        scan(full);
    }
}
