package dev.puce.diagnose.trace;

import dev.puce.diagnose.finding.Evidence;
import dev.puce.diagnose.finding.FaultConfidence;
import dev.puce.diagnose.finding.Layer;
import dev.puce.diagnose.finding.Severity;
import dev.puce.diagnose.finding.TraceFinding;
import dev.puce.pcsc.CallSink;
import dev.puce.pcsc.TracedCall;
import dev.puce.trace.diff.CallDiff;
import dev.puce.trace.diff.CallSequence;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/// A trace that is diagnosed, and compared with the trace of a good run. Memory grows with the number of calls.
public final class ComparedTrace implements CallSink {
    private final TraceDiagnosis diagnosis = new TraceDiagnosis();
    private final CallSequence calls = new CallSequence();

    /// No call has been seen yet.
    public ComparedTrace() {}

    @Override
    public void accept(TracedCall call) throws IOException {
        diagnosis.accept(call);
        calls.accept(call);
    }

    /// The diagnosis of this trace. A problem that the good run has, too, becomes a note. The first difference becomes
    /// a note. To be called once, after the last call of both traces.
    public Diagnosis against(ComparedTrace good) {
        return against(good.diagnosis.result(OptionalInt.empty()), new CallDiff(good.calls, calls));
    }

    private Diagnosis against(Diagnosis good, CallDiff diff) {
        var result = diagnosis.result(OptionalInt.empty());
        var findings = new ArrayList<TraceFinding>();
        result.findings().stream()
                .filter(finding -> !(finding.isProblem() && isIn(good, finding)))
                .forEach(findings::add);
        int problems = (int) findings.stream().filter(TraceFinding::isProblem).count();
        diff.firstDifference().map(ComparedTrace::finding).ifPresent(finding -> findings.add(problems, finding));
        result.findings().stream()
                .filter(finding -> finding.isProblem() && isIn(good, finding))
                .map(finding -> finding.asNote(" The good run has this error, too."))
                .forEach(findings::add);
        return new Diagnosis(result.calls(), result.expected(), findings, result.notJudged());
    }

    private static boolean isIn(Diagnosis good, TraceFinding finding) {
        return good.findings().stream()
                .anyMatch(other -> other.rule().equals(finding.rule())
                        && other.code().equals(finding.code())
                        && other.layer() == finding.layer());
    }

    private static TraceFinding finding(CallDiff.Difference difference) {
        var call = difference.right();
        return new TraceFinding(
                "difference",
                Severity.NOTE,
                Layer.UNKNOWN,
                FaultConfidence.CERTAIN,
                call.sequence(),
                "",
                "The first difference to the good run is call " + call.sequence() + ": " + call.text()
                        + difference
                                .left()
                                .map(left -> ". The good run has in its call " + left.sequence() + ": " + left.text())
                                .orElse(". The good run does not have this call")
                        + ".",
                1,
                List.of(new Evidence(call.sequence(), call.sequence(), call.text())),
                "");
    }

    @Override
    public void close() {
        // holds nothing open
    }
}
