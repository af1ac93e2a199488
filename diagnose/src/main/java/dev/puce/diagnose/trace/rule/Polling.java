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
import dev.puce.trace.session.Judgement;
import dev.puce.trace.session.Step;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/// A program that asks for the state of readers many times per second instead of waiting.
public final class Polling implements TraceRule {
    private static final int MAX_PROGRAMS = 1 << 10;
    private static final long LEAST_POLLS = 100;
    private static final double NOTABLE_RATE = 10;
    private static final double HARMFUL_RATE = 50;
    private static final double SECOND = 1e9;

    private final Map<Program, Polls> polls = new LinkedHashMap<>();

    private static final class Polls {
        long count;
        long insideNanos;
        long firstNanos = TracedCall.UNKNOWN_NANOS;
        long lastNanos;
        Evidence example;
        Step latest;
    }

    @Override
    public void accept(Step step, Situation situation) {
        boolean poll = switch (step.call().call()) {
            case Call.GetStatusChange _ -> Judgement.of(step) == Judgement.POLL;
            case Call.Status _, Call.ListReaders _, Call.IsValidContext _ -> true;
            default -> false;
        };
        if (!poll || !step.call().hasStart()) {
            return;
        }
        var program = situation.program(step.call().caller());
        var known = polls.get(program);
        if (known == null) {
            if (polls.size() >= MAX_PROGRAMS) {
                polls.remove(polls.keySet().iterator().next());
            }
            known = new Polls();
            known.firstNanos = step.call().startNanos();
            known.example = situation.evidence(step);
            polls.put(program, known);
        }
        known.count++;
        known.lastNanos = step.call().startNanos();
        known.insideNanos += Math.max(0, step.tookNanos());
        known.latest = step;
    }

    @Override
    public void end(Situation situation, Consumer<TraceFinding> out) {
        polls.forEach((program, found) -> {
            double seconds = (found.lastNanos - found.firstNanos) / SECOND;
            double rate = seconds <= 0 ? 0 : found.count / seconds;
            if (found.count < LEAST_POLLS || rate < NOTABLE_RATE) {
                return;
            }
            boolean harmful = rate >= HARMFUL_RATE;
            out.accept(new TraceFinding(
                    "polling",
                    harmful ? Severity.PROBLEM : Severity.NOTE,
                    Layer.APPLICATION,
                    FaultConfidence.CERTAIN,
                    found.example.first(),
                    "",
                    String.format(
                            Locale.ROOT,
                            "%s asked for the state of readers and cards %.0f times per second, %d times in all; %.0f %%"
                                    + " of its time was inside these calls.",
                            program.name(),
                            rate,
                            found.count,
                            100 * found.insideNanos / SECOND / seconds),
                    found.count,
                    List.of(found.example, situation.evidence(found.latest)),
                    harmful
                            ? "Let the program call SCardGetStatusChange with the known state and a timeout: it returns"
                                    + " as soon as something changes."
                            : ""));
        });
    }
}
