package dev.puce.diagnose.trace.rule;

import dev.puce.diagnose.finding.Evidence;
import dev.puce.diagnose.finding.FaultConfidence;
import dev.puce.diagnose.finding.Layer;
import java.util.List;

/// The cause of a failure, as a rule explains it.
///
/// @param layer      the part that is most likely at fault
/// @param confidence how sure the layer is
/// @param because    the cause, in a clause that follows "Call 7 failed: "
/// @param nextStep   the remedy
/// @param extent     when the failure is a problem
/// @param evidence   earlier calls that prove the cause
public record FailureExplanation(
        Layer layer,
        FaultConfidence confidence,
        String because,
        String nextStep,
        Extent extent,
        List<Evidence> evidence) {
    /// Decides at the end of the trace whether a failure was a problem.
    public enum Extent {
        /// A problem unless the same operation succeeded later. It does not matter what else the program did.
        LASTING,
        /// A problem unless the same operation succeeded later, or the program went on with other work.
        ENDING,
        /// A problem only if the program did no work at all, before or after.
        FRUITLESS,
        /// As [#FRUITLESS], and only if the program tried a few times: a program that asks for many applications is
        /// content with any of them.
        FRUITLESS_FEW,
        /// Never a problem.
        HARMLESS
    }

    public FailureExplanation {
        evidence = List.copyOf(evidence);
    }

    /// An explanation without further evidence; a problem unless the program went on.
    public FailureExplanation(Layer layer, FaultConfidence confidence, String because, String nextStep) {
        this(layer, confidence, because, nextStep, Extent.ENDING, List.of());
    }

    /// The same explanation with another extent.
    public FailureExplanation with(Extent newExtent) {
        return new FailureExplanation(layer, confidence, because, nextStep, newExtent, evidence);
    }

    /// The same explanation with evidence.
    public FailureExplanation with(List<Evidence> calls) {
        return new FailureExplanation(layer, confidence, because, nextStep, extent, calls);
    }
}
