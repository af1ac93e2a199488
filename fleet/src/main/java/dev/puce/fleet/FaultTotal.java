package dev.puce.fleet;

import dev.puce.diagnose.finding.TraceFinding;
import java.io.Serial;
import java.io.Serializable;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;

/// A fault in some traces.
final class FaultTotal implements Serializable {
    @Serial
    private static final long serialVersionUID = 1;

    /// Of very many machines, the later ones are not counted.
    private static final int MAX_HOSTS = 1 << 20;

    private static final int MAX_READERS = 50;

    final String rule;
    final String severity;
    final String layer;
    private final TreeSet<String> hosts = new TreeSet<>();
    private final TreeSet<String> readers = new TreeSet<>();
    private long traces;
    private long times;
    private Instant first;
    private Instant last;
    private String exampleTrace;
    private String exampleText;

    /// The fault of one trace.
    FaultTotal(DiagnosedTrace trace, TraceFinding finding) {
        rule = finding.rule();
        severity = DiagnosedTrace.name(finding.severity());
        layer = DiagnosedTrace.name(finding.layer());
        traces = 1;
        times = finding.count();
        hosts.add(trace.host());
        readers.addAll(trace.readers());
        first = trace.start().orElse(null);
        last = first;
        exampleTrace = trace.trace();
        exampleText = finding.text();
    }

    /// Whether two totals are about the same fault.
    String key() {
        return severity + " " + rule + " " + layer;
    }

    /// Adds a total of other traces, or of the same trace.
    ///
    /// @param isSameTrace whether both are about one trace, which then counts once
    FaultTotal plus(FaultTotal other, boolean isSameTrace) {
        traces += isSameTrace ? 0 : other.traces;
        times += other.times;
        addUpTo(MAX_HOSTS, hosts, other.hosts);
        addUpTo(MAX_READERS, readers, other.readers);
        first = first == null || (other.first != null && other.first.isBefore(first)) ? other.first : first;
        last = last == null || (other.last != null && other.last.isAfter(last)) ? other.last : last;
        if (other.exampleTrace.compareTo(exampleTrace) < 0) {
            exampleTrace = other.exampleTrace;
            exampleText = other.exampleText;
        }
        return this;
    }

    private static void addUpTo(int limit, Set<String> to, Set<String> from) {
        from.stream().limit(Math.max(0, limit - to.size())).forEach(to::add);
    }

    /// Number of machines.
    int machines() {
        return hosts.size();
    }

    /// Models of readers in the traces, with their versions if a program asked for them.
    Set<String> readers() {
        return readers;
    }

    long traces() {
        return traces;
    }

    /// Number of times in all traces.
    long times() {
        return times;
    }

    /// Start of the first trace; empty if it is not known.
    String first() {
        return first == null ? "" : first.toString();
    }

    /// Start of the last trace; empty if it is not known.
    String last() {
        return last == null ? "" : last.toString();
    }

    /// A trace with the fault: the first by name.
    String exampleTrace() {
        return exampleTrace;
    }

    /// The finding of the example.
    String exampleText() {
        return exampleText;
    }
}
