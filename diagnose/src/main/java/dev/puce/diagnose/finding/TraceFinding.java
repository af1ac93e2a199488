package dev.puce.diagnose.finding;

import java.util.List;

/// A statement about a trace, with its evidence.
///
/// @param rule       name of the rule that made it, in lower case with hyphens: `sharing-violation`
/// @param severity   how much it matters
/// @param layer      the part that is most likely at fault
/// @param confidence how sure the layer is
/// @param call       number of the failing call; 0 if the finding is not about one call
/// @param code       return code or status word of the failing call: `SCARD_E_TIMEOUT`, `6982`; empty without one
/// @param text       one or two sentences for a person
/// @param count      how often it happened
/// @param evidence   calls that prove it, in their order
/// @param nextStep   a sentence that says what to do: a command, a setting, an address; empty if there is nothing to do
public record TraceFinding(
        String rule,
        Severity severity,
        Layer layer,
        FaultConfidence confidence,
        long call,
        String code,
        String text,
        long count,
        List<Evidence> evidence,
        String nextStep) {
    public TraceFinding {
        evidence = List.copyOf(evidence);
    }

    /// The same finding as a note.
    ///
    /// @param addition a further sentence, with a space in front
    public TraceFinding asNote(String addition) {
        return new TraceFinding(
                rule, Severity.NOTE, layer, confidence, call, code, text + addition, count, evidence, "");
    }

    /// Whether it is a problem.
    public boolean isProblem() {
        return severity == Severity.PROBLEM;
    }
}
