package dev.puce.web;

import dev.puce.trace.filter.Filter;
import dev.puce.trace.filter.NumberField;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/// The rows of a trace that match a filter. A background thread looks at the calls that are there at the start; calls
/// that come later are looked at on demand. A row matches if one of its calls does.
final class FilteredRows {
    private final Filter filter;
    private final TraceIndex index;
    private final CallNumbers matches = new CallNumbers();
    private final int initialBlocks;
    private volatile int scannedBlocks;
    private volatile boolean cancelled;
    private int[] rows = new int[0];
    private RowStore rowsOf;
    private long rowsAt = -1;

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
            IntStream.range(from, to).parallel().forEach(block -> matches.addAll(matching(block)));
            scannedBlocks = to;
        }
    }

    /// Numbers of the matching calls of a block.
    private LongStream matching(int block) {
        var found = LongStream.builder();
        index.calls().inspect(block, call -> {
            if (filter.matches(call)) {
                found.add(call.number(NumberField.SEQ).orElseThrow());
            }
        });
        return found.build();
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
        return matches.size();
    }

    /// Positions of the matching rows so far.
    ///
    /// @param store the rows: folded, or one for each call
    @SuppressWarnings("ReferenceEquality") // there are two stores
    synchronized int[] rows(RowStore store) {
        long now = index.calls().size() * 31 + store.size() + scannedBlocks;
        if (now != rowsAt || store != rowsOf || !isDone()) {
            if (isDone()) {
                catchUp();
            }
            rows = store.containing(matches);
            rowsOf = store;
            rowsAt = now;
        }
        return rows;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // the background thread has ended
    private void catchUp() {
        int full = index.calls().fullBlocks();
        while (scannedBlocks < full) {
            matches.addAll(matching(scannedBlocks));
            scannedBlocks++;
        }
        matches.addAll(matching(full));
    }
}
