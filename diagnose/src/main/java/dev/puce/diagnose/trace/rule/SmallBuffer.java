package dev.puce.diagnose.trace.rule;

import dev.puce.diagnose.finding.FaultConfidence;
import dev.puce.diagnose.finding.Layer;
import dev.puce.diagnose.trace.rule.FailureExplanation.Extent;
import dev.puce.diagnose.trace.situation.Situation;
import dev.puce.pcsc.Call;
import dev.puce.pcsc.Result;
import dev.puce.pcsc.ReturnCode;
import java.util.Optional;

/// A receive buffer that is too small, and that the program did not enlarge.
public final class SmallBuffer implements FailureRule {
    @Override
    public String name() {
        return "small-buffer";
    }

    @Override
    public Optional<FailureExplanation> explain(Failure failure, Situation situation) {
        if (!failure.is(ReturnCode.INSUFFICIENT_BUFFER)) {
            return Optional.empty();
        }
        String needed = failure.step().last().result() instanceof Result.BufferTooSmall(long size)
                ? ": it needs " + size + " bytes"
                : "";
        String has = switch (failure.call()) {
            case Call.Transmit transmit
            when transmit.recvLength().isPresent() ->
                " of " + transmit.recvLength().getAsLong() + " bytes";
            case Call.Control control
            when control.recvLength().isPresent() ->
                " of " + control.recvLength().getAsLong() + " bytes";
            default -> "";
        };
        return Optional.of(new FailureExplanation(
                        Layer.APPLICATION,
                        FaultConfidence.CERTAIN,
                        "the program's receive buffer" + has + " is too small for the answer" + needed,
                        "Let the program use 258 bytes for short responses, or 65,538 for extended ones. "
                                + Upstream.reportTo(failure.program().program()))
                .with(failure.call() instanceof Call.Transmit ? Extent.LASTING : Extent.ENDING));
    }
}
