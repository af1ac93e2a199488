package dev.puce.diagnose.trace.rule;

import dev.puce.diagnose.finding.FaultConfidence;
import dev.puce.diagnose.finding.Layer;
import dev.puce.diagnose.trace.rule.FailureExplanation.Extent;
import dev.puce.diagnose.trace.situation.Situation;
import java.util.Optional;

/// An error inside the card: memory failure, internal error, no room.
public final class CardError implements FailureRule {
    @Override
    public String name() {
        return "card-error";
    }

    @Override
    public Optional<FailureExplanation> explain(Failure failure, Situation situation) {
        int sw = failure.sw();
        int sw1 = sw >> 8;
        if (sw == 0x6A84) {
            return Optional.of(new FailureExplanation(
                    Layer.CARD, FaultConfidence.CERTAIN, "the card has no room left", "Delete objects on the card."));
        }
        if (sw < 0 || (sw1 != 0x64 && sw1 != 0x65 && sw1 != 0x6F)) {
            return Optional.empty();
        }
        return Optional.of(new FailureExplanation(
                        Layer.CARD,
                        sw1 == 0x65 ? FaultConfidence.LIKELY : FaultConfidence.POSSIBLE,
                        sw == 0x6581
                                ? "the memory of the card failed"
                                : "the card reports an error of its own; the command may have triggered it",
                        "Try the same command with another card of the same kind (puce send). If only this card fails,"
                                + " replace it; otherwise report it to the card's vendor.")
                .with(Extent.ENDING));
    }
}
