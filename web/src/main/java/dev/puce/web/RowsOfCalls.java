package dev.puce.web;

import dev.puce.pcsc.Call;
import dev.puce.pcsc.TracedCall;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;

/// The row of each call of a trace, 4 bytes for a call. Calls and rows are named by their position, from 0.
///
/// The calls of a row ended one after the other in their program. Only the start or the end of a transaction may lie
/// between them. Such a call often has no row of its own, and counts for a row of its program: the end for the row
/// before, the start for the row after.
final class RowsOfCalls {
    /// Stands for no row.
    static final int NONE = -1;

    /// Stands for row 0 of a call that only counts for it. Lower numbers stand for the rows after.
    private static final int COUNTED = -2;

    /// The most programs of which it is known which calls wait for a row.
    private static final int MOST_PROGRAMS = 1024;

    private int[] rows = new int[RowStore.BLOCK];
    private int calls;
    private int placed;
    private final Map<Program, Latest> programs = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Program, Latest> eldest) {
            return size() > MOST_PROGRAMS;
        }
    };

    /// The program of a call. All calls of a row have the same one.
    private record Program(String name, OptionalInt pid, String source) {
        static Program of(TracedCall call) {
            var caller = call.caller();
            return new Program(
                    caller.program(), caller.pid(), call.provenance().source().orElse(""));
        }
    }

    /// The calls of a program that have no row yet, and its latest row.
    private static final class Latest {
        private final Deque<Waiting> waiting = new ArrayDeque<>();
        private int row = NONE;
    }

    /// A call without a row.
    ///
    /// @param isBorder whether it starts or ends a transaction
    private record Waiting(int position, long sequence, boolean isBorder) {}

    /// Adds the next call, before rows are made of it.
    void add(TracedCall call) {
        if (calls == rows.length) {
            rows = Arrays.copyOf(rows, calls * 2);
        }
        rows[calls] = NONE;
        latest(call).waiting.add(new Waiting(calls, call.sequence(), isBorder(call.call())));
        calls++;
    }

    private static boolean isBorder(Call call) {
        return call instanceof Call.BeginTransaction || call instanceof Call.EndTransaction;
    }

    /// Gives a row to the calls of its program up to its last one. The border of a transaction with a row of its own is
    /// that last call.
    void place(int row, TracedCall last) {
        var latest = latest(last);
        latest.row = row;
        boolean found = false;
        while (!found && !latest.waiting.isEmpty()) {
            var call = latest.waiting.remove();
            found = call.sequence == last.sequence();
            set(call, call.isBorder && !found ? COUNTED - row : row);
        }
    }

    /// Ends the calls up to this one: all rows that it completes are there.
    void settle(TracedCall call) {
        var latest = latest(call);
        boolean hasNoRow = call.call() instanceof Call.EndTransaction
                && !latest.waiting.isEmpty()
                && latest.waiting.getLast().sequence == call.sequence();
        if (hasNoRow && latest.row != NONE) {
            set(latest.waiting.removeLast(), COUNTED - latest.row);
        }
    }

    private void set(Waiting call, int code) {
        rows[call.position] = code;
        placed++;
    }

    private Latest latest(TracedCall call) {
        return programs.computeIfAbsent(Program.of(call), _ -> new Latest());
    }

    /// The row of a call, or for which it counts, or [#NONE].
    int of(int call) {
        int code = call >= 0 && call < calls ? rows[call] : NONE;
        return code <= COUNTED ? COUNTED - code : code;
    }

    /// Whether a call is one of those that a row shows.
    boolean isIn(int call, int row) {
        return rows[call] == row;
    }

    /// Number of calls that have a row.
    int placed() {
        return placed;
    }

    /// The rows of all calls. -2, -3 and so on stand for row 0, 1 and so on of a call that only counts for it.
    int[] all() {
        return Arrays.copyOf(rows, calls);
    }

    /// Memory, in bytes.
    long memoryBytes() {
        return (long) Integer.BYTES * rows.length;
    }
}
