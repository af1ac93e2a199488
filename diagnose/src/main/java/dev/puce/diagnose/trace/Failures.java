package dev.puce.diagnose.trace;

import dev.puce.decode.Exchange;
import dev.puce.diagnose.finding.Evidence;
import dev.puce.diagnose.finding.FaultConfidence;
import dev.puce.diagnose.finding.Layer;
import dev.puce.diagnose.finding.Severity;
import dev.puce.diagnose.finding.TraceFinding;
import dev.puce.diagnose.trace.rule.Failure;
import dev.puce.diagnose.trace.rule.FailureExplanation;
import dev.puce.diagnose.trace.rule.FailureRule;
import dev.puce.diagnose.trace.situation.Program;
import dev.puce.diagnose.trace.situation.Situation;
import dev.puce.pcsc.Call;
import dev.puce.pcsc.ReturnCode;
import dev.puce.pcsc.TracedCall;
import dev.puce.trace.render.Durations;
import dev.puce.trace.session.Judgement;
import dev.puce.trace.session.Step;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Consumer;

/// Groups the failures of a trace, and decides at its end which of them were problems.
///
/// A failure is handled if the same operation of the same program succeeds later. Equal failures of a program are one
/// group. Memory is bounded: of very many groups the later ones are not kept.
final class Failures {
    private static final int MAX_GROUPS = 512;
    private static final int MAX_EVIDENCE = 4;

    /// A program that executes this many commands after a failure has gone on without the failed one. One or two
    /// commands may belong to the end of a session.
    private static final int WENT_ON = 3;

    private static final int FEW = 3;

    /// Calls that waited less at the end of a trace may have returned after it.
    private static final long LEAST_WAIT_NANOS = 1_000_000_000;

    private final List<FailureRule> rules;
    private final Map<Key, Group> groups = new LinkedHashMap<>();
    private final Map<Operation, List<Group>> unresolved = new HashMap<>();

    /// An operation of a program: a function, and the header of its command.
    private record Operation(Program program, String reader, String function, int header) {}

    private record Key(Operation operation, String rule, String code) {}

    private static final class Group {
        final String rule;
        final Failure first;
        final FailureExplanation explanation;
        final List<Evidence> evidence = new ArrayList<>();
        long count;
        long lastCall;
        long workAtLast;
        boolean resolved;
        long resolvedBy;

        Group(String rule, Failure first, FailureExplanation explanation) {
            this.rule = rule;
            this.first = first;
            this.explanation = explanation;
        }
    }

    Failures(List<FailureRule> rules) {
        this.rules = List.copyOf(rules);
    }

    /// Takes the next step.
    void accept(Step step, Judgement judgement, Situation situation) {
        switch (judgement) {
            case NORMAL, POLL -> succeeded(step, situation);
            case FAILURE, ABSENT, PROBE, HANDLED -> failed(step, judgement, situation);
        }
    }

    private void succeeded(Step step, Situation situation) {
        if (unresolved.isEmpty()) {
            return;
        }
        var operation = operation(step, situation.program(step.call().caller()));
        var groups = unresolved.remove(operation);
        if (groups != null) {
            groups.forEach(group -> {
                group.resolved = true;
                group.resolvedBy = step.call().sequence();
            });
        }
    }

    private void failed(Step step, Judgement judgement, Situation situation) {
        var program = situation.program(step.call().caller());
        var code = step.last().outcome().map(end -> end.code()).orElse(ReturnCode.UNKNOWN);
        var failure = new Failure(step, judgement, program, code);
        for (FailureRule rule : rules) {
            var explanation = rule.explain(failure, situation);
            if (explanation.isPresent()) {
                add(rule.name(), failure, explanation.get(), situation);
                return;
            }
        }
    }

    private void add(String rule, Failure failure, FailureExplanation explanation, Situation situation) {
        var operation = operation(failure.step(), failure.program());
        var key = new Key(operation, rule, failure.codeText());
        var group = groups.get(key);
        if (group == null) {
            if (groups.size() >= MAX_GROUPS) {
                return;
            }
            group = new Group(rule, failure, explanation);
            groups.put(key, group);
        }
        if (group.evidence.size() < MAX_EVIDENCE) {
            group.evidence.add(situation.evidence(failure.step()));
        }
        if (group.count == 0 || group.resolved) {
            unresolved.computeIfAbsent(operation, _ -> new ArrayList<>(1)).add(group);
        }
        group.resolved = false;
        group.count++;
        group.lastCall = failure.step().call().sequence();
        group.workAtLast = failure.program().work();
    }

    private static Operation operation(Step step, Program program) {
        int header = step.seen().exchange().map(Failures::header).orElse(0);
        String reader = step.call().call() instanceof Call.Connect connect
                ? connect.reader()
                : step.seen().reader();
        return new Operation(program, reader, step.call().call().name(), header);
    }

    private static int header(Exchange exchange) {
        var command = exchange.command();
        return command.length() < 4 ? 0 : command.get(1) << 16 | command.get(2) << 8 | command.get(3);
    }

    /// Reports the failures as findings.
    ///
    /// @param exitStatus exit status of the program, if it is known
    void end(Situation situation, OptionalInt exitStatus, Consumer<TraceFinding> out) {
        boolean succeeded = exitStatus.isPresent() && exitStatus.getAsInt() == 0;
        boolean failed = exitStatus.isPresent() && !succeeded;
        var suspect = failed && groups.values().stream().noneMatch(group -> isProblem(group, false))
                ? suspect()
                : Optional.<Group>empty();
        for (Group group : groups.values()) {
            boolean suspected = suspect.isPresent() && suspect.get() == group;
            finding(group, suspected || isProblem(group, succeeded), situation).ifPresent(out);
        }
    }

    /// The latest error before the end of a program that failed. Real failures come before probes.
    private Optional<Group> suspect() {
        return groups.values().stream()
                .filter(group -> !group.resolved)
                .max(Comparator.<Group>comparingInt(group -> group.first.judgement() == Judgement.FAILURE ? 1 : 0)
                        .thenComparingLong(group -> group.lastCall));
    }

    private static Optional<TraceFinding> finding(Group group, boolean problem, Situation situation) {
        boolean handled = !problem && group.first.judgement() != Judgement.FAILURE;
        if (handled || (!problem && group.explanation.extent() == FailureExplanation.Extent.HARMLESS)) {
            return Optional.empty();
        }
        var explanation = group.explanation;
        boolean isAtEnd = explanation.confidence() != FaultConfidence.CERTAIN && isAtEnd(group.first, situation);
        var evidence = new ArrayList<>(explanation.evidence());
        evidence.addAll(group.evidence);
        evidence.sort(Comparator.comparingLong(Evidence::first));
        String times = group.count > 1 ? " (" + group.count + " times)" : "";
        String end = problem
                ? ""
                : group.resolved
                        ? " The program tried again, and call " + group.resolvedBy + " succeeded."
                        : " The program went on.";
        return Optional.of(new TraceFinding(
                group.rule,
                problem ? Severity.PROBLEM : Severity.NOTE,
                isAtEnd ? Layer.UNKNOWN : explanation.layer(),
                isAtEnd ? FaultConfidence.POSSIBLE : explanation.confidence(),
                group.first.step().call().sequence(),
                group.first.codeText(),
                group.first.sentence() + waited(group.first, situation) + times + ": "
                        + (isAtEnd ? "the trace ends here, or " : "") + explanation.because() + "." + end,
                group.count,
                evidence,
                problem
                        ? (isAtEnd ? "If the log was cut, there is nothing to do. Otherwise: " : "")
                                + explanation.nextStep()
                        : ""));
    }

    private static String waited(Failure failure, Situation situation) {
        if (isAtEnd(failure, situation)) {
            return " at the end of the trace";
        }
        return waitNanos(failure, situation).isPresent()
                ? " after " + Durations.format(waitNanos(failure, situation).getAsLong())
                : "";
    }

    /// Whether a call has hardly begun when the trace ends: a log may have been cut there.
    private static boolean isAtEnd(Failure failure, Situation situation) {
        return waitNanos(failure, situation).orElse(Long.MAX_VALUE) < LEAST_WAIT_NANOS;
    }

    /// How long a call had not returned; empty if it returned, or the times are not known.
    private static OptionalLong waitNanos(Failure failure, Situation situation) {
        var call = failure.step().call();
        return failure.neverReturned() && call.hasStart() && situation.nowNanos() != TracedCall.UNKNOWN_NANOS
                ? OptionalLong.of(Math.max(0, situation.nowNanos() - call.startNanos()))
                : OptionalLong.empty();
    }

    /// @param succeeded whether the program is known to have succeeded
    private static boolean isProblem(Group group, boolean succeeded) {
        var program = group.first.program();
        long workAfter = program.work() - group.workAtLast;
        return switch (group.explanation.extent()) {
            case LASTING -> !group.resolved;
            case ENDING -> !group.resolved && workAfter < WENT_ON;
            case FRUITLESS -> !succeeded && !group.resolved && program.work() == 0;
            case FRUITLESS_FEW -> !succeeded && !group.resolved && program.work() == 0 && group.count <= FEW;
            case HARMLESS -> false;
        };
    }
}
