package dev.puce.diagnose.trace.rule;

import dev.puce.decode.Protection;
import dev.puce.diagnose.finding.FaultConfidence;
import dev.puce.diagnose.finding.Layer;
import dev.puce.diagnose.trace.rule.FailureExplanation.Extent;
import dev.puce.diagnose.trace.situation.Situation;
import java.util.Optional;
import java.util.Set;

/// Secure messaging that the card ended or refused.
public final class SecureMessagingEnded implements FailureRule {
    private static final Set<Integer> ABOUT_MESSAGING = Set.of(0x6987, 0x6988, 0x6882);
    private static final Set<Integer> REFUSED = Set.of(0x6982, 0x6985, 0x6F00, 0x6A80);

    @Override
    public String name() {
        return "secure-messaging";
    }

    @Override
    public Optional<FailureExplanation> explain(Failure failure, Situation situation) {
        boolean protectedCommand = failure.exchange()
                .filter(exchange -> exchange.context().protection() != Protection.NONE)
                .isPresent();
        boolean direct = ABOUT_MESSAGING.contains(failure.sw());
        if (!direct && !(protectedCommand && REFUSED.contains(failure.sw()))) {
            return Optional.empty();
        }
        return Optional.of(new FailureExplanation(
                        Layer.MIDDLEWARE,
                        direct ? FaultConfidence.LIKELY : FaultConfidence.POSSIBLE,
                        switch (failure.sw()) {
                            case 0x6882 -> "the card does not support secure messaging";
                            case 0x6987 -> "the command lacks data objects of secure messaging";
                            case 0x6988 ->
                                "the MAC or the cryptogram of the command is wrong, and the card ended the"
                                        + " session";
                            default -> "the card refused a command with secure messaging";
                        },
                        "Establish the session again. If it fails at the same command, check keys, send sequence"
                                + " counter and padding: one lost or repeated command puts the counter out of step.")
                .with(Extent.LASTING));
    }
}
