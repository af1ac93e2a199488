package dev.puce.diagnose.trace.rule;

import dev.puce.diagnose.finding.FaultConfidence;
import dev.puce.diagnose.finding.Layer;
import dev.puce.diagnose.trace.rule.FailureExplanation.Extent;
import dev.puce.diagnose.trace.situation.Situation;
import dev.puce.iso7816.Printable;
import dev.puce.trace.session.Judgement;
import java.util.Optional;

/// Any other command that the card refused.
public final class CommandRefused implements FailureRule {
    @Override
    public String name() {
        return "command-refused";
    }

    @Override
    public Optional<FailureExplanation> explain(Failure failure, Situation situation) {
        if (failure.judgement() != Judgement.FAILURE || failure.statusWord().isEmpty()) {
            return Optional.empty();
        }
        int sw = failure.sw();
        boolean triesStructures = sw == 0x6981 && (failure.ins() & 0xF0) == 0xB0; // READ BINARY, then READ RECORD
        String because = switch (sw) {
            case 0x6D00, 0x6E00, 0x6A81 ->
                "the selected application does not know this command; perhaps the program needs another"
                        + " application or card";
            case 0x6A86, 0x6B00 -> "the card does not accept the parameters P1 P2";
            case 0x6A80 -> "the card does not accept the data of the command";
            case 0x6985 -> "a condition for the command is not met, for example an earlier command or a touch";
            case 0x6986 -> "no file is selected";
            case 0x6981 -> "the command does not fit the type of the file";
            default -> "the card refused the command" + meaning(failure);
        };
        return Optional.of(new FailureExplanation(
                        Layer.MIDDLEWARE,
                        FaultConfidence.POSSIBLE,
                        because,
                        "puce show FILE --call " + failure.step().call().sequence()
                                + " -C 5 shows the command in full. "
                                + Upstream.reportTo(failure.program().program()))
                .with(triesStructures ? Extent.HARMLESS : Extent.ENDING));
    }

    private static String meaning(Failure failure) {
        String meaning = failure.exchange().orElseThrow().status().meaning();
        return meaning.isEmpty() ? "" : " (" + Printable.of(meaning) + ")";
    }
}
