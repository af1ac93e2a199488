package dev.puce.diagnose.trace.rule;

import dev.puce.diagnose.finding.FaultConfidence;
import dev.puce.diagnose.finding.Layer;
import dev.puce.diagnose.trace.rule.FailureExplanation.Extent;
import dev.puce.diagnose.trace.situation.Incident;
import dev.puce.diagnose.trace.situation.Situation;
import dev.puce.trace.session.Judgement;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A command that no longer reaches its application, because a reset or another program's SELECT came between.
public final class SelectionLost implements FailureRule {
    private static final Set<Integer> OTHER_APPLICATION =
            Set.of(0x6D00, 0x6E00, 0x6A82, 0x6A88, 0x6985, 0x6986, 0x6982, 0x6A81, 0x6881);

    @Override
    public String name() {
        return "selection-lost";
    }

    @Override
    public Optional<FailureExplanation> explain(Failure failure, Situation situation) {
        if (!OTHER_APPLICATION.contains(failure.sw())
                || failure.exchange().filter(Judgement::isSelectByName).isPresent()
                || failure.program().selected().isEmpty()) {
            return Optional.empty();
        }
        var mine = failure.program().selected().get();
        var use = situation.reader(failure.reader());
        var selection = use.selection().filter(other -> other.program() != failure.program() && other.isAfter(mine));
        if (selection.isPresent()) {
            return Optional.of(lost(
                    Layer.ANOTHER_PROGRAM,
                    selection.get().program().name() + " selected an application on the same card",
                    mine,
                    selection.get(),
                    situation));
        }
        var reset = use.reset().filter(event -> event.isAfter(mine));
        return reset.map(event -> lost(
                event.program() == failure.program() ? Layer.APPLICATION : Layer.ANOTHER_PROGRAM,
                (event.program() == failure.program()
                                ? "the program itself"
                                : event.program().name()) + " reset the card",
                mine,
                event,
                situation));
    }

    private static FailureExplanation lost(
            Layer layer, String who, Incident mine, Incident event, Situation situation) {
        return new FailureExplanation(
                layer,
                FaultConfidence.LIKELY,
                who + " with call " + event.call().sequence() + ", after this program had selected its application with"
                        + " call " + mine.call().sequence(),
                "Keep SELECT and the commands for the application in one transaction, or select again after each"
                        + " SCardBeginTransaction.",
                Extent.ENDING,
                List.of(situation.evidence(mine.call()), situation.evidence(event.call())));
    }
}
