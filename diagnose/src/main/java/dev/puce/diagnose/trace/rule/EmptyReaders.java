package dev.puce.diagnose.trace.rule;

import dev.puce.diagnose.finding.Evidence;
import dev.puce.diagnose.finding.FaultConfidence;
import dev.puce.diagnose.finding.Layer;
import dev.puce.diagnose.finding.Severity;
import dev.puce.diagnose.finding.TraceFinding;
import dev.puce.diagnose.trace.situation.Situation;
import dev.puce.pcsc.Call;
import dev.puce.pcsc.EventState;
import dev.puce.pcsc.Result;
import dev.puce.pcsc.ShareMode;
import dev.puce.trace.session.Step;
import java.util.List;
import java.util.function.Consumer;

/// A program that failed without a failing call: all readers were empty, and it did not try to connect to a card.
/// [NoReader] explains the calls that fail without a card.
public final class EmptyReaders implements TraceRule {
    private Evidence latestEmpty;
    private boolean sawCard;
    private boolean triedCard;

    @Override
    public void accept(Step step, Situation situation) {
        if (step.last().call() instanceof Call.Connect connect) {
            // A direct connection is one to the reader.
            triedCard |= !connect.shareMode().equals(ShareMode.DIRECT);
        } else if (step.last().result() instanceof Result.GetStatusChange(var readers)) {
            sawCard |= readers.stream().anyMatch(reader -> reader.eventState().has(EventState.PRESENT));
            if (readers.stream().anyMatch(reader -> reader.eventState().has(EventState.EMPTY))) {
                latestEmpty = situation.evidence(step);
            }
        }
    }

    @Override
    public void end(Situation situation, Consumer<TraceFinding> out) {
        if (!situation.programFailed() || latestEmpty == null || sawCard || triedCard) {
            return;
        }
        out.accept(new TraceFinding(
                "no-reader-or-card",
                Severity.PROBLEM,
                Layer.USER,
                FaultConfidence.LIKELY,
                latestEmpty.first(),
                "",
                "Call " + latestEmpty.first() + " showed no card in the reader, and the program ended with a failure.",
                1,
                List.of(latestEmpty),
                NoReader.INSERT_CARD));
    }
}
