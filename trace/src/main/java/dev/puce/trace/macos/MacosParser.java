package dev.puce.trace.macos;

import dev.puce.trace.ProblemListener;
import dev.puce.trace.source.LineParser;
import dev.puce.trace.source.LogLines;
import java.io.IOException;
import java.util.PriorityQueue;

/// Sorts the entries of the unified log by time, and passes them to the join.
///
/// `log stream` is not in the order of time. Entries wait until one arrives that is a second younger.
final class MacosParser implements LineParser {
    static final long WINDOW_NANOS = 1_000_000_000L;

    /// Lines are out of order by milliseconds, so a thousand are more than enough. The queue must stay small: with ten
    /// thousand, its comparisons took a third of the time in LogSpeed.
    private static final int MOST_WAITING = 1000;

    /// An entry that waits for older ones.
    private record Arrival(MacosEntry entry, long nanos, long number) implements Comparable<Arrival> {
        @Override
        public int compareTo(Arrival other) {
            return nanos == other.nanos ? Long.compare(number, other.number) : Long.compare(nanos, other.nanos);
        }
    }

    private final ProblemListener problems;
    private final MacosJoin join;
    private final MacosEntries entries = new MacosEntries();
    private final PriorityQueue<Arrival> waiting = new PriorityQueue<>();
    private long arrivals;
    private long newest = Long.MIN_VALUE;

    MacosParser(ProblemListener problems, MacosJoin join) {
        this.problems = problems;
        this.join = join;
    }

    @Override
    public void line(LogLines line) throws IOException {
        if (line.startsWith("{\"")) { // the bytes are enough for JSON
            took(entries.object(line.bytes()), line.number());
        } else {
            line(line.text(), line.number());
        }
    }

    void line(String text, long number) throws IOException {
        took(entries.line(text), number);
    }

    private void took(boolean isReadable, long number) throws IOException {
        if (!isReadable) {
            problems.problem(number, "the entry cannot be read; skipped");
        }
        for (var entry = entries.next(); entry.isPresent(); entry = entries.next()) {
            take(entry.get());
        }
    }

    private void take(MacosEntry entry) throws IOException {
        newest = Math.max(newest, entry.nanos());
        waiting.add(new Arrival(entry, entry.nanos(), ++arrivals));
        while (!waiting.isEmpty() && (waiting.peek().nanos < newest - WINDOW_NANOS || waiting.size() > MOST_WAITING)) {
            join.accept(waiting.poll().entry);
        }
    }

    /// Passes on all entries, although an older one might still come.
    void passWaiting() throws IOException {
        var last = entries.end();
        if (last.isPresent()) {
            take(last.get());
        }
        while (!waiting.isEmpty()) {
            join.accept(waiting.poll().entry);
        }
    }

    @Override
    public void end() throws IOException {
        passWaiting();
        join.end();
    }
}
