package dev.puce.diagnose.trace.rule;

import dev.puce.diagnose.finding.FaultConfidence;
import dev.puce.diagnose.finding.Layer;
import dev.puce.diagnose.trace.rule.FailureExplanation.Extent;
import dev.puce.diagnose.trace.situation.Situation;
import dev.puce.pcsc.Call;
import dev.puce.pcsc.ReturnCode;
import java.util.List;
import java.util.Optional;

/// A card that was removed in the middle of a session.
public final class CardRemoved implements FailureRule {
    @Override
    public String name() {
        return "card-removed";
    }

    @Override
    public Optional<FailureExplanation> explain(Failure failure, Situation situation) {
        boolean removed = failure.is(ReturnCode.REMOVED_CARD)
                || (failure.is(ReturnCode.NO_SMARTCARD) && !(failure.call() instanceof Call.Connect));
        if (!removed || failure.call() instanceof Call.Disconnect) {
            return Optional.empty();
        }
        boolean works = failure.program().work() > 0 || failure.program().selections() > 0;
        return Optional.of(new FailureExplanation(
                Layer.USER,
                works ? FaultConfidence.LIKELY : FaultConfidence.POSSIBLE,
                "the card was removed" + (works ? " while the program used it" : ""),
                "Leave the card in the reader until the program ends. If it was in place, check contacts, cable and"
                        + " power: the reader may have lost the card.",
                Extent.ENDING,
                List.of()));
    }
}
