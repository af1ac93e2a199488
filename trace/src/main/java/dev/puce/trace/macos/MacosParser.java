package dev.puce.trace.macos;

import dev.puce.trace.ProblemListener;
import dev.puce.trace.source.LineParser;
import dev.puce.trace.source.LogLines;
import java.io.IOException;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;

/// Sorts the entries of the unified log by time, and passes them to the join.
///
/// `log stream` is not in the order of time. Entries wait until one arrives that is a second younger.
final class MacosParser implements LineParser {
    static final long WINDOW_NANOS = 1_000_000_000L;
    private static final int MOST_WAITING = 10_000;

    private record Arrival(MacosEntry entry, long number) {}

    private final ProblemListener problems;
    private final MacosJoin join;
    private final MacosEntries entries = new MacosEntries();
    private final PriorityQueue<Arrival> waiting = new PriorityQueue<>(
            Comparator.comparingLong((Arrival arrival) -> arrival.entry.nanos()).thenComparingLong(Arrival::number));
    private long arrivals;
    private long newest = Long.MIN_VALUE;

    MacosParser(ProblemListener problems, MacosJoin join) {
        this.problems = problems;
        this.join = join;
    }

    @Override
    public void line(LogLines line) throws IOException {
        line(line.text(), line.number());
    }

    void line(String text, long number) throws IOException {
        if (!entries.line(text)) {
            problems.problem(number, "the entry cannot be read; skipped");
        }
        take(entries.next());
    }

    private void take(Optional<MacosEntry> entry) throws IOException {
        if (entry.isEmpty()) {
            return;
        }
        newest = Math.max(newest, entry.get().nanos());
        waiting.add(new Arrival(entry.get(), ++arrivals));
        while (!waiting.isEmpty()
                && (waiting.peek().entry.nanos() < newest - WINDOW_NANOS || waiting.size() > MOST_WAITING)) {
            join.accept(waiting.poll().entry);
        }
    }

    /// Passes on all entries, although an older one might still come.
    void passWaiting() throws IOException {
        take(entries.end());
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
