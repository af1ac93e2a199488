package dev.puce.fleet;

import java.io.Serializable;

/// The verdict on one trace.
///
/// @param trace     its name
/// @param host      the machine
/// @param isProblem whether there is a problem
/// @param rule      the rule of the verdict; empty without a problem
/// @param json      the line of `puce diagnose --json`
/// @param text      the verdict in one line
record TraceVerdict(String trace, String host, boolean isProblem, String rule, String json, String text)
        implements Serializable {
    static TraceVerdict of(DiagnosedTrace diagnosed) {
        var verdict = diagnosed.diagnosis().verdict();
        return new TraceVerdict(
                diagnosed.trace(),
                diagnosed.host(),
                verdict.isPresent(),
                verdict.map(finding -> finding.rule()).orElse(""),
                diagnosed.json(),
                diagnosed.text());
    }
}
