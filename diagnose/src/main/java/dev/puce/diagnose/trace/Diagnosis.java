package dev.puce.diagnose.trace;

import dev.puce.diagnose.finding.TraceFinding;
import java.util.List;
import java.util.Optional;

/// The result of a diagnosis.
///
/// @param calls     number of calls in the trace
/// @param expected  number of steps that look like errors and are not: probes, polls, queries of sizes and states
/// @param findings  all findings: problems first, then notes. The verdict is the first problem.
/// @param notJudged parts that the rules could not judge, each with the reason: `sharing, leaks: APDUs only`
public record Diagnosis(long calls, long expected, List<TraceFinding> findings, List<String> notJudged) {
    public Diagnosis {
        findings = List.copyOf(findings);
        notJudged = List.copyOf(notJudged);
    }

    /// The finding that explains the failure; empty if there is no problem.
    public Optional<TraceFinding> verdict() {
        return findings.stream().findFirst().filter(TraceFinding::isProblem);
    }

    /// The findings other than the verdict.
    public List<TraceFinding> others() {
        return verdict().isPresent() ? findings.subList(1, findings.size()) : findings;
    }

    /// Whether a finding is a problem.
    public boolean hasProblem() {
        return verdict().isPresent();
    }
}
