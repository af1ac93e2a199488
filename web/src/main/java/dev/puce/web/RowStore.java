package dev.puce.web;

import dev.puce.pcsc.TracedCall;
import dev.puce.trace.render.CompactRows;
import dev.puce.trace.render.Row;
import dev.puce.trace.session.Step;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/// The rows of a trace in memory, as JSON in compressed blocks. Positions and times lie in flat arrays, so that
/// a search does not decompress anything. Any thread may read while one thread adds.
final class RowStore implements CompactRows.RowSink {
    /// Number of rows in a block.
    static final int BLOCK = 256;

    private final List<Deflated> blocks = new ArrayList<>();
    private List<String> open = new ArrayList<>(BLOCK);
    private int size;
    private long blockBytes;
    private long[] firsts = new long[BLOCK];
    private long[] lasts = new long[BLOCK];
    private long[] starts = new long[BLOCK];
    private final BitSet failures = new BitSet();

    /// Numbers of the calls that a row has, as far as they fit into 31 bits.
    private final BitSet shown = new BitSet();

    @Override
    public synchronized void row(Row row, Step step) {
        if (size == firsts.length) {
            int capacity = size * 2;
            firsts = Arrays.copyOf(firsts, capacity);
            lasts = Arrays.copyOf(lasts, capacity);
            starts = Arrays.copyOf(starts, capacity);
        }
        firsts[size] = row.first();
        lasts[size] = row.last();
        starts[size] = row.startNanos();
        failures.set(size, row.level() == Row.Level.FAILURE);
        if (row.first() >= 0 && row.last() < Integer.MAX_VALUE) {
            shown.set((int) row.first(), (int) row.last() + 1);
        }
        size++;
        open.add(RowJson.of(row, step));
        if (open.size() == BLOCK) {
            var block = Deflated.of(join(open).getBytes(StandardCharsets.UTF_8));
            blockBytes += block.bytes().length;
            blocks.add(block);
            open = new ArrayList<>(BLOCK);
        }
    }

    private static String join(List<String> rows) {
        return String.join("\n", rows);
    }

    synchronized int size() {
        return size;
    }

    /// Approximate memory, in bytes.
    synchronized long bytes() {
        return blockBytes + 3L * Long.BYTES * firsts.length;
    }

    /// The rows at some positions, as JSON objects. Positions in one block should stand together.
    List<String> rows(int... positions) {
        var found = new ArrayList<String>(positions.length);
        List<String> block = List.of();
        int loaded = -1;
        for (int position : positions) {
            int wanted = position / BLOCK;
            if (wanted != loaded) {
                block = block(wanted);
                loaded = wanted;
            }
            found.add(block.get(position % BLOCK));
        }
        return found;
    }

    private List<String> block(int index) {
        Deflated content;
        synchronized (this) {
            if (index == blocks.size()) {
                return List.copyOf(open);
            }
            content = blocks.get(index);
        }
        return Arrays.asList(new String(content.content(), StandardCharsets.UTF_8).split("\n", -1));
    }

    /// The next row that is a failure.
    ///
    /// @param from      position to start behind
    /// @param direction 1 forward, -1 backward
    /// @return its position, or -1
    synchronized int nextFailure(int from, int direction) {
        if (direction > 0) {
            return failures.nextSetBit(from + 1);
        }
        return from <= 0 ? -1 : failures.previousSetBit(from - 1);
    }

    /// Whether a row is a failure.
    synchronized boolean isFailure(int position) {
        return failures.get(position);
    }

    /// The rows that have one of these calls. A call without a row of its own, such as the start of a transaction,
    /// counts for the row after it.
    synchronized int[] containing(CallNumbers calls) {
        var found = new int[BLOCK];
        int count = 0;
        var withoutRow = calls.without(shown);
        long covered = 0;
        for (int i = 0; i < size; i++) {
            long first = firsts[i];
            long last = lasts[i];
            if (calls.hasAny(first, last) || (first > covered && withoutRow.hasAny(covered + 1, first))) {
                if (count == found.length) {
                    found = Arrays.copyOf(found, count * 2);
                }
                found[count++] = i;
            }
            covered = Math.max(covered, last);
        }
        return Arrays.copyOf(found, count);
    }

    /// The row of a call. A call without a row of its own has the row after it.
    ///
    /// @return its position, or -1
    synchronized int of(long call) {
        int after = -1;
        for (int i = 0; i < size; i++) {
            if (firsts[i] <= call && call <= lasts[i]) {
                return i;
            }
            if (after < 0 && firsts[i] > call) {
                after = i;
            }
        }
        return after;
    }

    /// Counts rows and failures in equal spans of time.
    Timeline timeline(long from, long to, int spans) {
        var counts = new int[spans];
        var failed = new int[spans];
        long earliest = Long.MAX_VALUE;
        long latest = Long.MIN_VALUE;
        synchronized (this) {
            for (int i = 0; i < size; i++) {
                if (starts[i] != TracedCall.UNKNOWN_NANOS) {
                    earliest = Math.min(earliest, starts[i]);
                    latest = Math.max(latest, starts[i]);
                }
            }
            long begin = Math.max(from, earliest);
            long end = Math.min(to, latest);
            double width = Math.max(1, (end - begin + 1.0) / spans);
            for (int i = 0; i < size; i++) {
                if (starts[i] >= begin && starts[i] <= end && starts[i] != TracedCall.UNKNOWN_NANOS) {
                    int span = (int) Math.min(spans - 1, (starts[i] - begin) / width);
                    counts[span]++;
                    failed[span] += isFailure(i) ? 1 : 0;
                }
            }
            return earliest > latest
                    ? new Timeline(0, 0, new int[0], new int[0])
                    : new Timeline(begin, end, counts, failed);
        }
    }

    /// The first row that starts at a time or later, in trace order.
    ///
    /// @return its position, or -1
    synchronized int at(long nanos) {
        for (int i = 0; i < size; i++) {
            if (starts[i] != TracedCall.UNKNOWN_NANOS && starts[i] >= nanos) {
                return i;
            }
        }
        return -1;
    }

    /// All rows as JSON arrays, one for each block.
    List<byte[]> arrays() {
        var arrays = new ArrayList<byte[]>();
        int count = (size() + BLOCK - 1) / BLOCK;
        for (int i = 0; i < count; i++) {
            arrays.add(("[" + String.join(",", block(i)) + "]").getBytes(StandardCharsets.UTF_8));
        }
        return arrays;
    }

    /// The numbers of the first and the last call of a row.
    synchronized long[] calls(int position) {
        return new long[] {firsts[position], lasts[position]};
    }
}
