package dev.puce.fleet;

import dev.puce.trace.summary.Summary;
import java.io.Serial;
import java.util.TreeMap;

/// Summaries by group.
final class SummaryPart implements PartialResult<SummaryPart> {
    @Serial
    private static final long serialVersionUID = 1;

    final InputCount input = new InputCount();
    final TreeMap<String, Summary> groups = new TreeMap<>();

    void add(String group, Summary summary) {
        groups.computeIfAbsent(group, _ -> new Summary()).add(summary);
    }

    @Override
    public SummaryPart plus(SummaryPart other) {
        input.plus(other.input);
        other.groups.forEach(this::add);
        return this;
    }
}
