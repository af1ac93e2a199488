package dev.puce.diagnose.trace.rule;

import dev.puce.diagnose.finding.FaultConfidence;
import dev.puce.diagnose.finding.Layer;
import dev.puce.diagnose.trace.rule.FailureExplanation.Extent;
import dev.puce.diagnose.trace.situation.CardConnection;
import dev.puce.diagnose.trace.situation.Situation;
import dev.puce.pcsc.Call;
import dev.puce.pcsc.ReturnCode;
import dev.puce.pcsc.ShareMode;
import dev.puce.pcsc.TracedCall;
import dev.puce.trace.render.Durations;
import java.util.List;
import java.util.Optional;

/// A card that another program holds: exclusively, with a transaction, or shared while the program wants it for itself.
public final class SharingViolation implements FailureRule {
    @Override
    public String name() {
        return "sharing-violation";
    }

    @Override
    public Optional<FailureExplanation> explain(Failure failure, Situation situation) {
        if (!failure.is(ReturnCode.SHARING_VIOLATION)) {
            return Optional.empty();
        }
        var use = situation.reader(failure.reader());
        boolean wantsAll = failure.call() instanceof Call.Connect connect
                && connect.shareMode().equals(ShareMode.EXCLUSIVE);
        var exclusive = use.holder(failure.program(), true);
        if (exclusive.isPresent()) {
            return Optional.of(held(failure, exclusive.get(), exclusive.get().since(), "exclusively", situation));
        }
        var transaction = use.transaction().filter(holder -> holder.program() != failure.program());
        if (transaction.isPresent() && !wantsAll) {
            return Optional.of(
                    held(failure, transaction.get(), use.transactionBegin(), "with a transaction", situation));
        }
        var shared = use.holder(failure.program(), false);
        if (wantsAll && shared.isPresent()) {
            return Optional.of(held(failure, shared.get(), shared.get().since(), "connected", situation));
        }
        var own = use.ownConnection(failure.program(), !wantsAll);
        if (own.isPresent()) {
            return Optional.of(new FailureExplanation(
                    Layer.APPLICATION,
                    FaultConfidence.CERTAIN,
                    "the program itself has been connected since call "
                            + own.get().since().sequence(),
                    "Let the program disconnect first, or connect shared. "
                            + Upstream.reportTo(failure.program().program()),
                    Extent.ENDING,
                    List.of(situation.evidence(own.get().since()))));
        }
        return Optional.of(new FailureExplanation(
                Layer.ANOTHER_PROGRAM,
                FaultConfidence.LIKELY,
                "a program that the trace does not show holds the card"
                        + (wantsAll ? ", and this program wants it exclusively" : ""),
                "Find it: puce spy --attach shows all programs. Often it is scdaemon: end it with gpgconf --kill"
                        + " scdaemon, or add \"pcsc-shared\" and \"disable-ccid\" to ~/.gnupg/scdaemon.conf."));
    }

    private static FailureExplanation held(
            Failure failure, CardConnection holder, TracedCall since, String how, Situation situation) {
        String name = holder.program().name();
        boolean isScdaemon = holder.program().program().startsWith("scdaemon");
        return new FailureExplanation(
                Layer.ANOTHER_PROGRAM,
                FaultConfidence.CERTAIN,
                name + " has held the card " + how + " since call " + since.sequence()
                        + elapsed(since, failure.step().call()),
                isScdaemon
                        ? "Run gpgconf --kill scdaemon, or add \"pcsc-shared\" to ~/.gnupg/scdaemon.conf."
                        : "End " + name + ", or let it connect shared and use short transactions.",
                Extent.ENDING,
                List.of(situation.evidence(since)));
    }

    private static String elapsed(TracedCall from, TracedCall to) {
        return from.hasStart() && to.hasStart()
                ? ", " + Durations.format(Math.max(0, to.startNanos() - from.startNanos())) + " before"
                : "";
    }
}
