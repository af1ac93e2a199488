package dev.puce.diagnose.trace.rule;

import dev.puce.diagnose.finding.FaultConfidence;
import dev.puce.diagnose.finding.Layer;
import dev.puce.diagnose.trace.rule.FailureExplanation.Extent;
import dev.puce.diagnose.trace.situation.CardConnection;
import dev.puce.diagnose.trace.situation.ReaderUse;
import dev.puce.diagnose.trace.situation.Situation;
import dev.puce.pcsc.Call;
import java.util.List;
import java.util.Optional;

/// A call that never returned. A wait for a card is not one: programs end during it.
public final class NeverReturned implements FailureRule {
    @Override
    public String name() {
        return "never-returned";
    }

    @Override
    public Optional<FailureExplanation> explain(Failure failure, Situation situation) {
        if (!failure.neverReturned() || failure.call() instanceof Call.Unknown || failure.call() instanceof Call.Mark) {
            return Optional.empty();
        }
        if (failure.call() instanceof Call.GetStatusChange) {
            return Optional.of(new FailureExplanation(
                            Layer.APPLICATION, FaultConfidence.POSSIBLE, "it waited for a card or reader", "")
                    .with(Extent.HARMLESS));
        }
        var use = situation.reader(failure.reader());
        boolean waitsForLock = failure.call() instanceof Call.BeginTransaction
                || (failure.call() instanceof Call.Connect && use.transaction().isPresent());
        if (waitsForLock) {
            return Optional.of(blocked(failure, use, situation));
        }
        if (failure.call() instanceof Call.Transmit) {
            return Optional.of(new FailureExplanation(
                            Layer.CARD,
                            FaultConfidence.POSSIBLE,
                            "the card, the reader or the driver did not answer the command",
                            "Try the card in another reader, and the command with puce send --timeout 10. If only this"
                                    + " reader hangs, report it to " + Upstream.CCID + " with the log of pcscd -d.")
                    .with(Extent.LASTING));
        }
        if (failure.call() instanceof Call.Connect) {
            return Optional.of(new FailureExplanation(
                            Layer.ANOTHER_PROGRAM,
                            FaultConfidence.POSSIBLE,
                            "the daemon waits while another program has a transaction, or the driver could not power the"
                                    + " card",
                            "Find the other program: puce spy --attach shows all programs. If there is none, remove"
                                    + " the card and try again.")
                    .with(Extent.LASTING));
        }
        return Optional.of(new FailureExplanation(
                        Layer.DAEMON,
                        FaultConfidence.POSSIBLE,
                        "the daemon did not answer",
                        "Run puce doctor. If the daemon hangs, restart it (systemctl restart pcscd), and report it to "
                                + Upstream.PCSC_LITE + " with the log of pcscd -d.")
                .with(Extent.LASTING));
    }

    private static FailureExplanation blocked(Failure failure, ReaderUse use, Situation situation) {
        Optional<CardConnection> holder = use.transaction();
        if (holder.isPresent()) {
            var program = holder.get().program();
            boolean own = program == failure.program();
            return new FailureExplanation(
                    own ? Layer.APPLICATION : Layer.ANOTHER_PROGRAM,
                    FaultConfidence.CERTAIN,
                    (own ? "the program itself" : program.name()) + " had a transaction open since call "
                            + use.transactionBegin().sequence(),
                    own
                            ? "Let the program end its first transaction before it starts another. "
                                    + Upstream.reportTo(program.program())
                            : "End " + program.name() + ", or let it call SCardEndTransaction earlier.",
                    Extent.LASTING,
                    List.of(situation.evidence(use.transactionBegin())));
        }
        return new FailureExplanation(
                        Layer.ANOTHER_PROGRAM,
                        FaultConfidence.LIKELY,
                        "a program that the trace does not show probably held a transaction",
                        "Find it: puce spy --attach shows all programs, and puce scan shows whether the card is in use.")
                .with(Extent.LASTING);
    }
}
