package dev.puce.diagnose.trace.rule;

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
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// The same few steps with the same results again and again.
public final class Loop implements TraceRule {
    private static final int MAX_PROGRAMS = 1 << 8;
    private static final int LONGEST_PERIOD = 4;

    /// Repetitions of a step that failed.
    private static final int MANY_FAILURES = 20;

    /// Repetitions of steps that succeeded. Programs may read the same data a few times.
    private static final int MANY = 100;

    private final Map<Program, Cycle> cycles = new LinkedHashMap<>();

    /// The latest steps of a program, as hash values.
    private static final class Cycle {
        final int[] latest = new int[LONGEST_PERIOD];
        final int[] runs = new int[LONGEST_PERIOD + 1];
        long steps;
        int best;
        int bestPeriod;
        boolean fails;
        Step last;

        void add(int hash, Step step, boolean failed) {
            for (int period = 1; period <= LONGEST_PERIOD; period++) {
                boolean same = steps >= period && latest[(int) ((steps - period) % LONGEST_PERIOD)] == hash;
                runs[period] = same ? runs[period] + 1 : 0;
                if (runs[period] / period > best) {
                    best = runs[period] / period;
                    bestPeriod = period;
                    fails = failed;
                    last = step;
                }
            }
            latest[(int) (steps % LONGEST_PERIOD)] = hash;
            steps++;
        }
    }

    @Override
    public void accept(Step step, Situation situation) {
        boolean counts = switch (step.call().call()) {
            case Call.Transmit _, Call.Connect _, Call.Reconnect _, Call.Control _ -> true;
            case Call.EstablishContext _ -> Judgement.of(step) == Judgement.FAILURE; // Leaks counts the others
            default -> false;
        };
        if (!counts) {
            return;
        }
        var program = situation.program(step.call().caller());
        var cycle = cycles.get(program);
        if (cycle == null) {
            if (cycles.size() >= MAX_PROGRAMS) {
                cycles.remove(cycles.keySet().iterator().next());
            }
            cycle = new Cycle();
            cycles.put(program, cycle);
        }
        boolean failed = Judgement.of(step) == Judgement.FAILURE;
        cycle.add(hash(step.last(), failed), step, failed);
    }

    private static int hash(TracedCall call, boolean failed) {
        int code = call.outcome().map(end -> end.code().value()).orElse(-1);
        if (call.call() instanceof Call.Transmit transmit) {
            return Arrays.hashCode(
                    new int[] {transmit.sendBuffer().hashCode(), call.result().hashCode(), code});
        }
        return Arrays.hashCode(new int[] {call.call().function().hashCode(), code, failed ? 1 : 0});
    }

    @Override
    public void end(Situation situation, Consumer<TraceFinding> out) {
        cycles.forEach((program, cycle) -> {
            int many = cycle.fails ? MANY_FAILURES : MANY;
            if (cycle.best < many) {
                return;
            }
            var last = cycle.last;
            long number = last.call().sequence();
            out.accept(new TraceFinding(
                    "loop",
                    cycle.fails ? Severity.PROBLEM : Severity.NOTE,
                    Layer.APPLICATION,
                    FaultConfidence.LIKELY,
                    number,
                    "",
                    program.nameAtStart() + " repeated the same "
                            + (cycle.bestPeriod == 1 ? "step" : cycle.bestPeriod + " steps") + " with the same result "
                            + cycle.best + " times until call " + number + ".",
                    cycle.best,
                    List.of(situation.evidence(last)),
                    cycle.fails ? "Let the program stop after a few attempts, and report the error." : ""));
        });
    }
}
