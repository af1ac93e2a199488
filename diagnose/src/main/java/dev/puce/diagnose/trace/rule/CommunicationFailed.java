package dev.puce.diagnose.trace.rule;

import dev.puce.diagnose.finding.FaultConfidence;
import dev.puce.diagnose.finding.Layer;
import dev.puce.diagnose.trace.rule.FailureExplanation.Extent;
import dev.puce.diagnose.trace.situation.Situation;
import dev.puce.pcsc.Call;
import dev.puce.pcsc.Result;
import dev.puce.pcsc.ReturnCode;
import java.util.Optional;

/// Communication between reader and card failed.
public final class CommunicationFailed implements FailureRule {
    @Override
    public String name() {
        return "communication-failed";
    }

    @Override
    public Optional<FailureExplanation> explain(Failure failure, Situation situation) {
        if (failure.is(ReturnCode.UNRESPONSIVE_CARD, ReturnCode.UNPOWERED_CARD, ReturnCode.UNSUPPORTED_CARD)) {
            return Optional.of(new FailureExplanation(
                            Layer.CARD,
                            FaultConfidence.LIKELY,
                            failure.is(ReturnCode.UNSUPPORTED_CARD)
                                    ? "the reader cannot talk to the card: its ATR does not fit the reader"
                                    : "the card does not answer to a reset",
                            "Clean the contacts, insert the card the right way round, and try it in another reader.")
                    .with(Extent.ENDING));
        }
        if (isWithoutAnswer(failure)) {
            return Optional.of(new FailureExplanation(
                            Layer.DRIVER,
                            FaultConfidence.POSSIBLE,
                            "the driver reported success without an answer of the card",
                            "Check that the card stayed in the reader. If it did, report it to the authors of the"
                                    + " driver with the log of pcscd -d.")
                    .with(Extent.ENDING));
        }
        boolean exchange = failure.call() instanceof Call.Transmit || failure.call() instanceof Call.Control;
        boolean failed = failure.is(
                ReturnCode.NOT_TRANSACTED,
                ReturnCode.TIMEOUT,
                ReturnCode.INTERNAL_ERROR,
                ReturnCode.UNEXPECTED,
                ReturnCode.NOT_READY);
        boolean feature = failure.call() instanceof Call.Control && failure.is(ReturnCode.UNEXPECTED);
        if (!exchange || !failed || feature) {
            return Optional.empty();
        }
        return Optional.of(new FailureExplanation(
                        Layer.READER,
                        FaultConfidence.POSSIBLE,
                        "the reader could not exchange the command with the card",
                        "Try another card in this reader, and this card in another reader: the one that fails in both"
                                + " is at fault. journalctl -u pcscd shows the driver's message; report driver errors"
                                + " to " + Upstream.CCID + ".")
                .with(Extent.ENDING));
    }

    private static boolean isWithoutAnswer(Failure failure) {
        return !failure.code().isFailure()
                && failure.step().last().result() instanceof Result.Transmit(var _, var response, var hidden)
                && response.isEmpty()
                && hidden.isEmpty();
    }
}
