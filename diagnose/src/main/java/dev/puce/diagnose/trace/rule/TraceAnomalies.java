package dev.puce.diagnose.trace.rule;

import dev.puce.diagnose.finding.Evidence;
import dev.puce.diagnose.finding.FaultConfidence;
import dev.puce.diagnose.finding.Layer;
import dev.puce.diagnose.finding.Severity;
import dev.puce.diagnose.finding.TraceFinding;
import dev.puce.diagnose.trace.situation.Situation;
import dev.puce.pcsc.Call;
import dev.puce.trace.session.Step;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Anomalies of the trace itself: missing calls, bytes that were not understood, connections that began before it.
public final class TraceAnomalies implements TraceRule {
    private final Map<String, Numbers> numbers = new HashMap<>();
    private long notUnderstood;
    private Evidence firstLost;
    private long unknownHandles;
    private Evidence firstUnknown;

    /// The numbers of the calls of one trace.
    private static final class Numbers {
        private long first = Long.MAX_VALUE;
        private long latest;
        private long calls;

        void accept(Step step) {
            first = Math.min(first, step.call().sequence());
            latest = Math.max(latest, step.last().sequence());
            calls += 1 + step.more();
        }

        long missing() {
            return latest - first + 1 - calls;
        }
    }

    @Override
    public void accept(Step step, Situation situation) {
        numbers.computeIfAbsent(step.source(), _ -> new Numbers()).accept(step);
        switch (step.call().call()) {
            case Call.Unknown(String name, var _)
            when name.equals("not understood") -> {
                notUnderstood++;
                if (firstLost == null) {
                    firstLost = situation.evidence(step);
                }
            }
            case Call.Transmit transmit
            when Call.isKnown(transmit.card()) && step.seen().reader().isEmpty() -> {
                unknownHandles++;
                if (firstUnknown == null) {
                    firstUnknown = situation.evidence(step);
                }
            }
            default -> {}
        }
    }

    @Override
    public void end(Situation situation, Consumer<TraceFinding> out) {
        long missing = numbers.values().stream()
                .mapToLong(Numbers::missing)
                .filter(count -> count > 0)
                .sum();
        if (missing > 0) {
            out.accept(
                    note(0, missing + " calls are missing in the trace: it was filtered, cut or joined.", List.of()));
        }
        if (notUnderstood > 0) {
            out.accept(note(
                    firstLost.first(),
                    "Some bytes between program and daemon were not understood (" + notUnderstood + " times).",
                    List.of(firstLost)));
        }
        if (unknownHandles > 0) {
            out.accept(note(
                    firstUnknown.first(),
                    unknownHandles + " commands belong to connections that began before the trace: their reader and"
                            + " application are not known.",
                    List.of(firstUnknown)));
        }
    }

    private static TraceFinding note(long call, String text, List<Evidence> evidence) {
        return new TraceFinding(
                "trace-anomaly",
                Severity.NOTE,
                Layer.UNKNOWN,
                FaultConfidence.CERTAIN,
                call,
                "",
                text,
                1,
                evidence,
                "");
    }
}
