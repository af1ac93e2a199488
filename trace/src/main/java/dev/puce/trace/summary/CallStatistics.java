package dev.puce.trace.summary;

import dev.puce.pcsc.TracedCall;
import java.io.Serial;
import java.io.Serializable;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Number, durations and errors of some calls.
public final class CallStatistics implements Serializable {
    @Serial
    private static final long serialVersionUID = 1;

    private static final int MAX_ERRORS = 64;

    private final String name;
    private final DurationHistogram durations = new DurationHistogram();
    private final HashMap<String, Long> errors = new HashMap<>();
    private long calls;
    private long timedCalls;
    private long totalNanos;
    private long maxNanos;

    CallStatistics(String name) {
        this.name = name;
    }

    /// Counts a call.
    ///
    /// @param nanos its duration, or [TracedCall#UNKNOWN_NANOS]
    /// @param error the error, empty if there is none
    void add(long nanos, String error) {
        calls++;
        if (nanos != TracedCall.UNKNOWN_NANOS) {
            timedCalls++;
            totalNanos += nanos;
            maxNanos = Math.max(maxNanos, nanos);
            durations.add(nanos);
        }
        if (!error.isEmpty()) {
            addErrors(error, 1);
        }
    }

    /// Adds the calls of another statistic.
    void add(CallStatistics other) {
        calls += other.calls;
        timedCalls += other.timedCalls;
        totalNanos += other.totalNanos;
        maxNanos = Math.max(maxNanos, other.maxNanos);
        durations.add(other.durations);
        other.errors.forEach(this::addErrors);
    }

    private void addErrors(String error, long times) {
        errors.merge(errors.size() < MAX_ERRORS || errors.containsKey(error) ? error : "others", times, Long::sum);
    }

    /// The same calls under another name.
    public CallStatistics named(String other) {
        var renamed = new CallStatistics(other);
        renamed.add(this);
        return renamed;
    }

    /// The common property of the calls: name of a function, a reader, an instruction.
    public String name() {
        return name;
    }

    /// Number of calls.
    public long calls() {
        return calls;
    }

    /// Whether the duration of a call is known. Without one, all durations are 0.
    public boolean hasDurations() {
        return timedCalls > 0;
    }

    /// Sum of the known durations, in nanoseconds.
    public long totalNanos() {
        return totalNanos;
    }

    /// Half of the calls took no longer, in nanoseconds; right to 0.8 %.
    public long medianNanos() {
        return Math.min(durations.percentile(0.5), maxNanos);
    }

    /// 99 of 100 calls took no longer, in nanoseconds; right to 0.8 %.
    public long p99Nanos() {
        return Math.min(durations.percentile(0.99), maxNanos);
    }

    /// The longest duration, in nanoseconds.
    public long maxNanos() {
        return maxNanos;
    }

    /// The errors and their number, the most frequent first: return codes, or status words in hex.
    public List<Map.Entry<String, Long>> errors() {
        return errors.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .map(entry -> Map.entry(entry.getKey(), entry.getValue()))
                .toList();
    }
}
