package dev.puce.diagnose.trace.rule;

import dev.puce.diagnose.finding.FaultConfidence;
import dev.puce.diagnose.finding.Layer;
import dev.puce.diagnose.trace.rule.FailureExplanation.Extent;
import dev.puce.diagnose.trace.situation.Situation;
import dev.puce.trace.session.Judgement;
import java.util.Optional;
import java.util.Set;

/// The card has none of the applications or objects that the program looked for, or no key or file for its command.
public final class NotOnCard implements FailureRule {
    /// Commands that use keys or change data. A program that sends one does not look around: it needs the result.
    private static final Set<Integer> WORK = Set.of(
            0x2A, 0x46, 0x47, 0x82, 0x86, 0x87, 0x88, 0xD0, 0xD2, 0xD6, 0xD7, 0xD8, 0xDA, 0xDB, 0xDC, 0xDD, 0xE0, 0xE2,
            0xE4, 0xE6, 0xE8);

    private static final Set<Integer> UNKNOWN_COMMAND = Set.of(0x6D00, 0x6E00, 0x6A81);

    @Override
    public String name() {
        return "not-on-card";
    }

    @Override
    public Optional<FailureExplanation> explain(Failure failure, Situation situation) {
        if (failure.judgement() != Judgement.PROBE && failure.judgement() != Judgement.ABSENT) {
            return Optional.empty();
        }
        if (WORK.contains(failure.ins()) && !readsPublicKey(failure)) {
            return Optional.of(
                    new FailureExplanation(
                            Layer.MIDDLEWARE,
                            FaultConfidence.POSSIBLE,
                            UNKNOWN_COMMAND.contains(failure.sw())
                                    ? "the selected application does not know this command"
                                    : "the card does not have the key or file that the command needs",
                            "Check that the card is personalised, and that the program selected the right application and key."));
        }
        boolean application =
                failure.exchange().filter(Judgement::isSelectByName).isPresent();
        return Optional.of(new FailureExplanation(
                        application ? Layer.USER : Layer.CARD,
                        FaultConfidence.LIKELY,
                        application
                                ? "the card does not have the application that the program needs"
                                : "the card does not have the object that the program needs",
                        application
                                ? "Check that the right card is in the right reader: puce scan and puce atr HEX say"
                                        + " what the card is."
                                : "Check that the card is personalised, and that the program looks in the right place.")
                .with(application ? Extent.FRUITLESS_FEW : Extent.HARMLESS));
    }

    /// GENERATE ASYMMETRIC KEY PAIR with P1 = 81 reads a public key (ISO/IEC 7816-8:2021, table 4).
    private static boolean readsPublicKey(Failure failure) {
        return (failure.ins() & 0xFE) == 0x46
                && failure.exchange()
                        .filter(exchange -> (exchange.command().get(2) & 1) == 1)
                        .isPresent();
    }
}
