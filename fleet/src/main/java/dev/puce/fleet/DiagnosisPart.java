package dev.puce.fleet;

import java.io.Serial;
import java.util.HashMap;

/// Faults of some traces.
final class DiagnosisPart implements PartialResult<DiagnosisPart> {
    @Serial
    private static final long serialVersionUID = 1;

    final InputCount input = new InputCount();
    final HashMap<String, FaultTotal> faults = new HashMap<>();
    long problems;

    /// Adds a trace.
    void add(DiagnosedTrace trace) {
        problems += trace.diagnosis().hasProblem() ? 1 : 0;
        trace.faults().forEach(this::add);
    }

    private void add(String key, FaultTotal total) {
        faults.merge(key, total, (one, other) -> one.plus(other, false));
    }

    @Override
    public DiagnosisPart plus(DiagnosisPart other) {
        input.plus(other.input);
        problems += other.problems;
        other.faults.forEach(this::add);
        return this;
    }
}
