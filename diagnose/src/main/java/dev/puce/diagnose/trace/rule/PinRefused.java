package dev.puce.diagnose.trace.rule;

import dev.puce.diagnose.finding.FaultConfidence;
import dev.puce.diagnose.finding.Layer;
import dev.puce.diagnose.trace.rule.FailureExplanation.Extent;
import dev.puce.diagnose.trace.situation.Situation;
import java.util.Optional;
import java.util.Set;

/// A PIN that the card refuses: wrong, blocked, unknown, or of a wrong length or padding.
public final class PinRefused implements FailureRule {
    /// VERIFY, CHANGE and RESET of reference data, with BER-TLV variants (ISO/IEC 7816-4:2020, 11.6).
    private static final Set<Integer> PIN_COMMANDS = Set.of(0x20, 0x21, 0x24, 0x25, 0x2C, 0x2D);

    private static final int HEADER_AND_LENGTH = 5;

    @Override
    public String name() {
        return "pin-refused";
    }

    @Override
    public Optional<FailureExplanation> explain(Failure failure, Situation situation) {
        if (!PIN_COMMANDS.contains(failure.ins()) || failure.statusWord().isEmpty()) {
            return Optional.empty();
        }
        boolean query = failure.exchange()
                .filter(exchange -> exchange.command().length() <= HEADER_AND_LENGTH
                        && exchange.parts().stream().noneMatch(part -> part.commandHidden()))
                .isPresent();
        var tries = failure.exchange().orElseThrow().status().triesLeft();
        if (tries.isPresent() && tries.getAsInt() == 0) {
            return Optional.of(blocked().with(query ? Extent.ENDING : Extent.LASTING));
        }
        if (query) {
            return Optional.empty();
        }
        int sw = failure.sw();
        boolean openPgp = failure.exchange()
                .filter(exchange -> exchange.context().application().uses("openpgp"))
                .isPresent();
        if (openPgp && sw == 0x6982) { // OpenPGP card 3.4, 7.2.2: the password is wrong
            return Optional.of(wrong(-1));
        }
        if (tries.isPresent() || sw == 0x6300 || sw == 0x9804) { // 9804: GSM 11.11, 9.4.5
            return Optional.of(wrong(tries.orElse(-1)));
        }
        return Optional.ofNullable(
                switch (sw) {
                    case 0x6A88, 0x6A82, 0x6A86, 0x6B00 ->
                        lasting(
                                Layer.MIDDLEWARE,
                                "the card has no PIN with the number that the command names (P2)",
                                "Select the application first, and check the PIN reference that the program uses.");
                    case 0x6700, 0x6A80, 0x6A87 ->
                        lasting(
                                Layer.MIDDLEWARE,
                                "the card expects another length or padding of the PIN",
                                "Record with puce spy --redact shape: it shows length and padding without the PIN."
                                        + " Compare them with the card's specification.");
                    case 0x6982, 0x6985 ->
                        lasting(
                                Layer.CARD,
                                "the card does not allow this PIN command in its present state",
                                "Check whether a PIN pad or secure messaging is required, or whether the PIN is set.");
                    case 0x6984 ->
                        lasting(
                                Layer.CARD,
                                "the PIN is not usable: it was never set, or it has expired",
                                "Initialise or change the PIN with the card's own tool.");
                    default -> null;
                });
    }

    private static FailureExplanation lasting(Layer layer, String because, String next) {
        return new FailureExplanation(layer, FaultConfidence.LIKELY, because, next).with(Extent.LASTING);
    }

    private static FailureExplanation blocked() {
        return new FailureExplanation(
                Layer.USER,
                FaultConfidence.CERTAIN,
                "the PIN is blocked: no tries are left",
                "Unblock it with the PUK or the admin PIN: for example pkcs15-tool --unblock-pin, ykman piv access"
                        + " unblock-pin, or gpg --card-edit (admin, passwd).");
    }

    private static FailureExplanation wrong(int left) {
        String tries = left < 0 ? "" : left == 1 ? "; 1 try is left" : "; " + left + " tries are left";
        return new FailureExplanation(
                        Layer.USER,
                        FaultConfidence.LIKELY,
                        "the PIN was wrong" + tries,
                        (left == 1 ? "Do not try again before you are sure: the next wrong PIN blocks it. " : "")
                                + "Check which PIN the program asks for. If the PIN is right, puce spy --redact shape"
                                + " shows whether its length or padding is wrong.")
                .with(Extent.LASTING);
    }
}
