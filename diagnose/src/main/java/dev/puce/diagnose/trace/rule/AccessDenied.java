package dev.puce.diagnose.trace.rule;

import dev.puce.diagnose.finding.FaultConfidence;
import dev.puce.diagnose.finding.Layer;
import dev.puce.diagnose.trace.rule.FailureExplanation.Extent;
import dev.puce.diagnose.trace.situation.Situation;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A command that needs a PIN or key first (6982), or the second verification of a PIN that counts once.
public final class AccessDenied implements FailureRule {
    /// READ BINARY, READ RECORD and GET DATA. Programs try to read objects that need a PIN.
    private static final Set<Integer> READS = Set.of(0xA4, 0xB0, 0xB1, 0xB2, 0xB3, 0xCA, 0xCB);

    @Override
    public String name() {
        return "access-denied";
    }

    @Override
    public Optional<FailureExplanation> explain(Failure failure, Situation situation) {
        if (failure.sw() != 0x6982) {
            return Optional.empty();
        }
        var program = failure.program();
        var verified = program.verified();
        if (verified.isEmpty()) {
            return Optional.of(new FailureExplanation(
                            Layer.MIDDLEWARE,
                            FaultConfidence.LIKELY,
                            "the card protects this command, and the program verified no PIN and no key before",
                            "Log in before the command: for example pkcs11-tool --login. If the program asked for a PIN, look"
                                    + " why it sent no VERIFY.")
                    .with(READS.contains(failure.ins()) ? Extent.HARMLESS : Extent.ENDING));
        }
        var reset = situation.reader(failure.reader()).reset();
        long at = verified.get().call().sequence();
        boolean lost = reset.isPresent() && reset.get().isAfter(verified.get());
        if (lost) {
            boolean own = reset.get().program() == program;
            return Optional.of(new FailureExplanation(
                    own ? Layer.APPLICATION : Layer.ANOTHER_PROGRAM,
                    FaultConfidence.CERTAIN,
                    (own ? "the program itself" : reset.get().program().name())
                            + " reset the card after the PIN was verified, with call "
                            + reset.get().call().sequence(),
                    "Keep the verification and the command in one transaction.",
                    Extent.LASTING,
                    List.of(
                            situation.evidence(verified.get().call()),
                            situation.evidence(reset.get().call()))));
        }
        return Optional.of(new FailureExplanation(
                Layer.MIDDLEWARE,
                FaultConfidence.LIKELY,
                "the card protects this command with another PIN or key than the one verified in call " + at
                        + ", or wants the PIN again for each use of the key",
                "Verify the PIN directly before the command, without a command in between, and check the PIN reference"
                        + " (P2).",
                Extent.ENDING,
                List.of(situation.evidence(verified.get().call()))));
    }
}
