package dev.puce.diagnose.trace.rule;

import dev.puce.diagnose.trace.situation.Situation;
import java.util.Optional;

/// Explains one kind of failure. Rules are asked in the order of `Rules`, and the first explanation counts.
public interface FailureRule {
    /// Name in findings, in lower case with hyphens: `sharing-violation`.
    String name();

    /// Explains the failure.
    ///
    /// @param situation everything known from the calls before it
    /// @return empty if the rule is not about this failure
    Optional<FailureExplanation> explain(Failure failure, Situation situation);
}
