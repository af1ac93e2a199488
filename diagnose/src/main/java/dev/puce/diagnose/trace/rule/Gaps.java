package dev.puce.diagnose.trace.rule;

import dev.puce.diagnose.finding.Evidence;
import dev.puce.diagnose.finding.FaultConfidence;
import dev.puce.diagnose.finding.Layer;
import dev.puce.diagnose.finding.Severity;
import dev.puce.diagnose.finding.TraceFinding;
import dev.puce.diagnose.trace.situation.Program;
import dev.puce.diagnose.trace.situation.Situation;
import dev.puce.pcsc.Call;
import dev.puce.pcsc.TracedCall;
import dev.puce.trace.render.Durations;
import dev.puce.trace.session.Step;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Pauses between the calls of a program that has a card: the program itself was slow, or waited for a person.
public final class Gaps implements TraceRule {
    private static final int MAX_PROGRAMS = 1 << 10;
    private static final long NOTABLE_NANOS = 2_000_000_000L;

    private final Map<Program, Pauses> pauses = new LinkedHashMap<>();

    private static final class Pauses {
        long sumNanos;
        long longestNanos;
        int count;
        long before;
        Evidence after;
        long lastCall;
    }

    @Override
    public void accept(Step step, Situation situation) {
        var program = situation.program(step.call().caller());
        var known = pauses.get(program);
        if (known == null) {
            if (pauses.size() >= MAX_PROGRAMS) {
                pauses.remove(pauses.keySet().iterator().next());
            }
            known = new Pauses();
            pauses.put(program, known);
        }
        boolean hasCard = step.call().call() instanceof Call.Transmit && program.work() + program.selections() > 0;
        if (hasCard && step.call().hasStart() && program.lastEndNanos() != TracedCall.UNKNOWN_NANOS) {
            long pause = step.call().startNanos() - program.lastEndNanos();
            if (pause >= NOTABLE_NANOS) {
                known.count++;
                known.sumNanos += pause;
                if (pause > known.longestNanos) {
                    known.longestNanos = pause;
                    known.before = known.lastCall;
                    known.after = situation.evidence(step);
                }
            }
        }
        known.lastCall = step.last().sequence();
    }

    @Override
    public void end(Situation situation, Consumer<TraceFinding> out) {
        pauses.forEach((program, found) -> {
            if (found.count == 0) {
                return;
            }
            out.accept(new TraceFinding(
                    "gap",
                    Severity.NOTE,
                    Layer.APPLICATION,
                    FaultConfidence.POSSIBLE,
                    found.after.first(),
                    "",
                    program.nameAtStart() + " made no call for " + Durations.format(found.longestNanos)
                            + " between call "
                            + found.before + " and call " + found.after.first()
                            + (found.count > 1
                                    ? ", and paused " + found.count + " times for " + Durations.format(found.sumNanos)
                                            + " in all"
                                    : "")
                            + ". The program itself was slow, or it waited for a person.",
                    found.count,
                    List.of(found.after),
                    ""));
        });
    }
}
