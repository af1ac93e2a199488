package dev.puce.trace.pcscspy;

import dev.puce.pcsc.Function;
import dev.puce.trace.TextBuffer;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;

/// The totals that pcsc-spy prints at its end: time and calls of each function of a thread.
///
/// Sums are made in the order of the calls and in binary floating point, as pcsc-spy makes them: the order of two
/// functions with nearly the same time depends on it.
final class PcscSpyTotals {
    private final Map<Function, Total> totals = new LinkedHashMap<>();

    private boolean allAreTimed = true;

    /// Whether the durations of all calls are known.
    boolean isTimed() {
        return allAreTimed;
    }

    private static final class Total {
        double seconds;
        long calls;
    }

    /// Counts a call.
    ///
    /// @param isTimed whether its duration is known
    void add(Function function, long micros, boolean isTimed) {
        allAreTimed &= isTimed;
        var total = totals.computeIfAbsent(function, _ -> new Total());
        total.calls++;
        total.seconds += seconds(micros);
    }

    /// Microseconds in seconds, rounded as pcsc-spy rounds them.
    static double seconds(long micros) {
        return Math.floorDiv(micros, 1_000_000L) + Math.floorMod(micros, 1_000_000L) / 1_000_000.0;
    }

    /// Appends the totals of the thread.
    ///
    /// @param thread  number of the thread, from 1
    /// @param threads number of threads
    /// @param duration duration of the whole trace, in seconds
    void print(TextBuffer out, int thread, int threads, double duration) {
        title(out, thread, threads).append("Results sorted by total execution time\ntotal time: ");
        out.append(decimal(duration, 6)).append(" sec\n");
        totals.entrySet().stream()
                .sorted(Comparator.comparingDouble((Map.Entry<Function, Total> entry) -> entry.getValue().seconds)
                        .reversed())
                .forEach(entry -> {
                    double seconds = entry.getValue().seconds;
                    out.append(decimal(seconds, 6)).append(" sec (");
                    calls(out, entry.getValue());
                    var share = decimal(duration == 0 ? 0 : seconds / duration * 100, 2);
                    out.repeat(' ', 5 - share.length()).append(share).append("% ");
                    out.append(entry.getKey().symbol()).append('\n');
                });
    }

    /// Appends what does not differ between two executions.
    void printDiffable(TextBuffer out, int thread, int threads) {
        title(out, thread, threads).append("Calls by name\n");
        totals.entrySet().stream()
                .sorted(Comparator.comparing(entry -> entry.getKey().symbol()))
                .forEach(entry -> {
                    out.append("??.?? sec (");
                    calls(out, entry.getValue());
                    out.append(entry.getKey().symbol()).append('\n');
                });
    }

    private static TextBuffer title(TextBuffer out, int thread, int threads) {
        return out.append("\nThread ")
                .decimal(thread)
                .append('/')
                .decimal(threads)
                .append('\n');
    }

    private static void calls(TextBuffer out, Total total) {
        var digits = Long.toString(total.calls);
        out.repeat(' ', 3 - digits.length()).append(digits).append(" calls) ");
    }

    /// The exact value of the number rounded half to even, as C and Python print it; Java's own formatter rounds
    /// the shortest decimal that stands for it.
    private static String decimal(double value, int digits) {
        return new BigDecimal(value).setScale(digits, RoundingMode.HALF_EVEN).toPlainString();
    }
}
