package dev.puce.diagnose.trace.rule;

import dev.puce.diagnose.finding.FaultConfidence;
import dev.puce.diagnose.finding.Layer;
import dev.puce.diagnose.trace.rule.FailureExplanation.Extent;
import dev.puce.diagnose.trace.situation.Situation;
import dev.puce.pcsc.ReturnCode;
import dev.puce.trace.session.Judgement;
import java.util.Optional;

/// Any other function of PC/SC that failed, mostly by a wrong use of the API.
public final class FunctionFailed implements FailureRule {
    @Override
    public String name() {
        return "function-failed";
    }

    @Override
    public Optional<FailureExplanation> explain(Failure failure, Situation situation) {
        if (failure.judgement() != Judgement.FAILURE || !failure.code().isFailure()) {
            return Optional.empty();
        }
        boolean misuse = failure.is(
                ReturnCode.INVALID_HANDLE,
                ReturnCode.INVALID_PARAMETER,
                ReturnCode.INVALID_VALUE,
                ReturnCode.NOT_TRANSACTED);
        if (misuse || failure.is(ReturnCode.NO_MEMORY)) {
            return Optional.of(new FailureExplanation(
                            Layer.APPLICATION,
                            FaultConfidence.LIKELY,
                            failure.is(ReturnCode.NO_MEMORY)
                                    ? "the daemon has no room for more contexts or cards: programs do not release them"
                                    : failure.code().meaning().orElse("the program passed a value that is not allowed"),
                            Upstream.reportTo(failure.program().program()))
                    .with(Extent.ENDING));
        }
        boolean feature = failure.call().name().equals("SCardControl")
                && failure.is(ReturnCode.UNEXPECTED, ReturnCode.UNSUPPORTED_FEATURE);
        return Optional.of(new FailureExplanation(
                        Layer.UNKNOWN,
                        FaultConfidence.POSSIBLE,
                        failure.code().meaning().orElse("the cause is not known"),
                        failure.code().advice().map(text -> text + ".").orElse("Run puce doctor."))
                .with(feature ? Extent.FRUITLESS : Extent.ENDING));
    }
}
