package dev.puce.diagnose.trace;

import dev.puce.diagnose.finding.TraceFinding;
import dev.puce.diagnose.trace.rule.Rules;
import dev.puce.diagnose.trace.rule.TraceRule;
import dev.puce.diagnose.trace.situation.Situation;
import dev.puce.pcsc.Call;
import dev.puce.pcsc.CallSink;
import dev.puce.pcsc.TracedCall;
import dev.puce.trace.session.Judgement;
import dev.puce.trace.session.Step;
import dev.puce.trace.session.Steps;
import dev.puce.trace.session.TimeOrder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;

/// Diagnoses a trace while it passes: which call failed, which layer is at fault, and what to do.
///
/// Pass every call in order, then call [#result()]. Memory does not grow with the number of calls. A running call that
/// is passed again when it ends must be passed only once, with its outcome.
public final class TraceDiagnosis implements CallSink {
    private static final Comparator<TraceFinding> ORDER =
            Comparator.comparing(TraceFinding::severity).thenComparingLong(TraceFinding::call);

    private final Situation situation = new Situation();
    private final Steps steps = new Steps(this::step);
    private final TimeOrder order = new TimeOrder(steps);
    private final Failures failures = new Failures(Rules.failures());
    private final List<TraceRule> rules = Rules.patterns();
    private final Coverage coverage = new Coverage();
    private long calls;
    private long expected;

    /// No call has been seen yet.
    public TraceDiagnosis() {}

    @Override
    public void accept(TracedCall call) throws IOException {
        if (!(call.call() instanceof Call.Mark)) {
            calls++;
        }
        coverage.accept(call);
        order.accept(call);
    }

    private void step(Step step) {
        var judgement = Judgement.of(step);
        if (judgement == Judgement.PROBE || judgement == Judgement.HANDLED || judgement == Judgement.POLL) {
            expected++;
        }
        failures.accept(step, judgement, situation);
        for (int i = 0; i < rules.size(); i++) { // no iterator for each step
            rules.get(i).accept(step, situation);
        }
        situation.observe(step, judgement);
    }

    /// The result for all calls so far. To be called once, after the last call.
    public Diagnosis result() {
        return result(OptionalInt.empty());
    }

    /// The result for all calls so far, of a program that has ended. To be called once, after the last call.
    ///
    /// @param exitStatus exit status of the program, if it is known: after success, a fruitless search is not a
    ///                   problem; after a failure, the last error is one
    public Diagnosis result(OptionalInt exitStatus) {
        finish();
        situation.ended(exitStatus);
        var findings = new ArrayList<TraceFinding>();
        failures.end(situation, exitStatus, findings::add);
        rules.forEach(rule -> rule.end(situation, findings::add));
        findings.sort(ORDER);
        return new Diagnosis(calls, expected, findings, coverage.notJudged());
    }

    private void finish() {
        try {
            order.close();
        } catch (IOException impossible) {
            throw new UncheckedIOException("steps write nothing", impossible);
        }
        steps.close();
    }

    @Override
    public void close() {
        // holds nothing open
    }
}
