package dev.puce.web;

import dev.puce.pcsc.TracedCall;
import dev.puce.trace.render.CompactOptions;
import dev.puce.trace.render.CompactRows;
import dev.puce.trace.render.Row;
import dev.puce.trace.session.Observation;
import dev.puce.trace.session.Step;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The rows of a trace in memory, as JSON in compressed blocks. Numbers, times and the row of each call lie in flat
/// arrays, so that a search does not decompress anything. Any thread may read while one thread adds.
final class RowStore {
    /// Number of rows in a block.
    static final int BLOCK = 256;

    private final CompactRows folding;
    private final RowsOfCalls rowsOfCalls = new RowsOfCalls();
    private final List<Deflated> blocks = new ArrayList<>();
    private List<String> open = new ArrayList<>(BLOCK);
    private int size;
    private long blockBytes;

    /// The lowest number of a call of each row, without the bits beyond 32.
    private int[] firsts = new int[BLOCK];

    private long[] starts = new long[BLOCK];
    private final BitSet failures = new BitSet();

    /// Makes rows of calls.
    ///
    /// @param options tells what is folded
    RowStore(CompactOptions options) {
        folding = new CompactRows(options, this::add);
    }

    /// The rows of a whole trace.
    static RowStore of(List<SeenCall> calls, CompactOptions options) {
        var rows = new RowStore(options);
        calls.forEach(seen -> rows.accept(seen.call(), seen.context()));
        rows.flush();
        return rows;
    }

    /// Takes the next call. Its row may wait for later calls.
    void accept(TracedCall call, Observation seen) {
        synchronized (this) {
            rowsOfCalls.add(call);
        }
        folding.accept(call, seen);
        synchronized (this) {
            rowsOfCalls.settle(call);
        }
    }

    /// Shows the rows that wait for later calls.
    void flush() {
        folding.flush();
    }

    private synchronized void add(Row row, Step step, TracedCall last) {
        if (size == starts.length) {
            firsts = Arrays.copyOf(firsts, size * 2);
            starts = Arrays.copyOf(starts, size * 2);
        }
        firsts[size] = (int) row.first();
        starts[size] = row.startNanos();
        failures.set(size, row.level() == Row.Level.FAILURE);
        rowsOfCalls.place(size, last);
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
        return blockBytes + (long) (Integer.BYTES + Long.BYTES) * starts.length + rowsOfCalls.memoryBytes();
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

    /// The rows of some calls, each once and in order. Calls that have no row yet are left out.
    ///
    /// @param calls positions of calls in the trace
    synchronized int[] of(BitSet calls) {
        var found = new BitSet(size);
        calls.stream()
                .map(rowsOfCalls::of)
                .filter(row -> row != RowsOfCalls.NONE)
                .forEach(found::set);
        return found.stream().toArray();
    }

    /// The row of a call.
    ///
    /// @param call position of the call in the trace
    /// @return position of the row, or -1 if the call has none yet
    synchronized int of(int call) {
        return rowsOfCalls.of(call);
    }

    /// Whether a call is one of those that a row shows.
    ///
    /// @param call position of the call in the trace
    synchronized boolean isIn(int call, int row) {
        return rowsOfCalls.isIn(call, row);
    }

    /// The lowest number of a call of a row, which no other row has.
    synchronized long first(int position) {
        return Integer.toUnsignedLong(firsts[position]);
    }

    /// The rows of all calls, in the order of the trace, as [RowsOfCalls#all] gives them.
    synchronized int[] ofAll() {
        return rowsOfCalls.all();
    }

    /// Number of calls that have a row.
    synchronized int placedCalls() {
        return rowsOfCalls.placed();
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

    /// All rows as JSON objects.
    Stream<String> all() {
        return IntStream.range(0, (size() + BLOCK - 1) / BLOCK)
                .mapToObj(this::block)
                .flatMap(List::stream);
    }
}
