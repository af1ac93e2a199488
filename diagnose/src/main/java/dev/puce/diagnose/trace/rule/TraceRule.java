package dev.puce.diagnose.trace.rule;

import dev.puce.diagnose.finding.TraceFinding;
import dev.puce.diagnose.trace.situation.Situation;
import dev.puce.trace.session.Step;
import java.util.function.Consumer;

/// Looks for a pattern in all steps of a trace, such as a loop or expensive polling. Memory is bounded: a rule keeps
/// counters and a few examples.
public interface TraceRule {
    /// Takes the next step.
    ///
    /// @param situation everything known from the calls before it
    void accept(Step step, Situation situation);

    /// Reports findings at the end of the trace.
    void end(Situation situation, Consumer<TraceFinding> out);
}
