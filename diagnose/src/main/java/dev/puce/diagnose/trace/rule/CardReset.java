package dev.puce.diagnose.trace.rule;

import dev.puce.diagnose.finding.FaultConfidence;
import dev.puce.diagnose.finding.Layer;
import dev.puce.diagnose.trace.rule.FailureExplanation.Extent;
import dev.puce.diagnose.trace.situation.Situation;
import dev.puce.pcsc.ReturnCode;
import java.util.List;
import java.util.Optional;

/// A card that another program reset in the middle of a session.
public final class CardReset implements FailureRule {
    @Override
    public String name() {
        return "card-reset";
    }

    @Override
    public Optional<FailureExplanation> explain(Failure failure, Situation situation) {
        if (!failure.is(ReturnCode.RESET_CARD)) {
            return Optional.empty();
        }
        String step = "Let the program call SCardReconnect after SCARD_W_RESET_CARD, and select and verify again."
                + " A transaction around related commands keeps other programs away.";
        var reset = situation.reader(failure.reader()).reset();
        if (reset.isEmpty()) {
            return Optional.of(new FailureExplanation(
                    Layer.ANOTHER_PROGRAM,
                    FaultConfidence.LIKELY,
                    "a program that the trace does not show reset the card",
                    step + " puce spy --attach shows who resets it."));
        }
        var program = reset.get().program();
        boolean own = program == failure.program();
        return Optional.of(new FailureExplanation(
                own ? Layer.APPLICATION : Layer.ANOTHER_PROGRAM,
                FaultConfidence.CERTAIN,
                (own ? "the program itself" : program.name()) + " reset the card with call "
                        + reset.get().call().sequence() + " ("
                        + reset.get().call().call().name() + ")",
                step,
                Extent.ENDING,
                List.of(situation.evidence(reset.get().call()))));
    }
}
