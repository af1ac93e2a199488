package dev.puce.trace.summary;

import dev.puce.pcsc.TracedCall;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Number, durations and errors of some calls.
public final class CallStatistics {
    private static final int MAX_ERRORS = 64;

    private final String name;
    private final DurationHistogram durations = new DurationHistogram();
    private final Map<String, Long> errors = new LinkedHashMap<>();
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
            errors.merge(errors.size() < MAX_ERRORS || errors.containsKey(error) ? error : "others", 1L, Long::sum);
        }
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
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder()))
                .map(entry -> Map.entry(entry.getKey(), entry.getValue()))
                .toList();
    }
}
