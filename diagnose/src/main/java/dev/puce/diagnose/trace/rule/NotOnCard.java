package dev.puce.diagnose.trace.rule;

import dev.puce.diagnose.trace.Failure;
import dev.puce.diagnose.trace.FailureExplanation;
import dev.puce.diagnose.trace.FailureExplanation.Extent;
import dev.puce.diagnose.trace.FailureRule;
import dev.puce.diagnose.trace.FaultConfidence;
import dev.puce.diagnose.trace.Layer;
import dev.puce.diagnose.trace.Situation;
import dev.puce.trace.session.Judgement;
import java.util.Optional;

/// The card has none of the applications or objects that the program looked for.
public final class NotOnCard implements FailureRule {
    @Override
    public String name() {
        return "not-on-card";
    }

    @Override
    public Optional<FailureExplanation> explain(Failure failure, Situation situation) {
        if (failure.judgement() != Judgement.PROBE && failure.judgement() != Judgement.ABSENT) {
            return Optional.empty();
        }
        boolean application =
                failure.exchange().filter(Judgement::isSelectByName).isPresent();
        return Optional.of(new FailureExplanation(
                        application ? Layer.USER : Layer.CARD,
                        FaultConfidence.LIKELY,
                        application
                                ? "the card does not have the application that the program needs"
                                : "the card does not have the object that the program needs",
                        application
                                ? "Check that the right card is in the right reader: puce scan and puce atr HEX say"
                                        + " what the card is."
                                : "Check that the card is personalised, and that the program looks in the right place.")
                .with(application ? Extent.FRUITLESS_FEW : Extent.HARMLESS));
    }
}
