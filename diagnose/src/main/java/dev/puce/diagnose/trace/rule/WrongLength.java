package dev.puce.diagnose.trace.rule;

import dev.puce.decode.Role;
import dev.puce.diagnose.finding.FaultConfidence;
import dev.puce.diagnose.finding.Layer;
import dev.puce.diagnose.trace.rule.FailureExplanation.Extent;
import dev.puce.diagnose.trace.situation.Situation;
import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.Call;
import dev.puce.pcsc.ReturnCode;
import java.util.Optional;
import java.util.Set;

/// Wrong lengths: Le, GET RESPONSE, chaining and extended length.
public final class WrongLength implements FailureRule {
    private static final int GET_RESPONSE = 0xC0;
    private static final int EXTENDED_FROM = 7;
    private static final Set<Integer> REFUSED_EXTENDED = Set.of(0x6700, 0x6D00, 0x6E00, 0x6F00, 0x6A80);

    @Override
    public String name() {
        return "wrong-length";
    }

    @Override
    public Optional<FailureExplanation> explain(Failure failure, Situation situation) {
        if (!(failure.call() instanceof Call.Transmit transmit)) {
            return Optional.empty();
        }
        var command = transmit.sendBuffer();
        if (isExtended(command)) {
            var refused = extended(failure);
            if (refused.isPresent()) {
                return refused;
            }
        }
        int sw = failure.sw();
        if (sw >> 8 == 0x6C) {
            int le = failure.statusWord().orElseThrow().rightNe().orElse(0);
            return Optional.of(application(
                    "the program did not repeat the command with Le = " + le + ", which the card asked for"));
        }
        if (sw == 0x6884 || sw == 0x6883) {
            return Optional.of(application(
                    sw == 0x6884
                            ? "the card does not support command chaining"
                            : "the program did not end its command chain"));
        }
        if (isGetResponse(failure, command) && sw > 0) {
            return Optional.of(getResponse(failure, command));
        }
        return sw == 0x6700
                ? Optional.of(application("the card expects another length (Lc or Le) of this command"))
                : Optional.empty();
    }

    private static FailureExplanation getResponse(Failure failure, Bytes command) {
        var first = failure.exchange().orElseThrow().parts().getFirst().command();
        boolean sameExchange = !first.equals(command);
        String classes = sameExchange && first.get(0) != command.get(0)
                ? ": its class byte is %02X, and the command before it had %02X".formatted(command.get(0), first.get(0))
                : "";
        return application("the card refused GET RESPONSE" + classes
                + (classes.isEmpty() ? ": no answer waits, or the class byte is not the one of the command" : ""));
    }

    private static boolean isGetResponse(Failure failure, Bytes command) {
        boolean fetch = failure.exchange()
                .filter(exchange -> exchange.parts().getLast().role() == Role.FETCH)
                .isPresent();
        boolean desfire = failure.sw() >> 8 == 0x91; // it asks for additional frames with AF
        return (fetch && !desfire) || (command.length() >= 4 && command.get(1) == GET_RESPONSE);
    }

    private static FailureExplanation application(String because) {
        return new FailureExplanation(
                Layer.APPLICATION,
                FaultConfidence.LIKELY,
                because,
                "Try the command with puce send, which handles 61XX and 6CXX, and compare. Then correct the length or"
                        + " class byte in the program.");
    }

    private static Optional<FailureExplanation> extended(Failure failure) {
        boolean reader = failure.is(
                ReturnCode.NOT_TRANSACTED,
                ReturnCode.INVALID_PARAMETER,
                ReturnCode.INVALID_VALUE,
                ReturnCode.COMM_ERROR,
                ReturnCode.UNEXPECTED);
        if (!reader && !REFUSED_EXTENDED.contains(failure.sw())) {
            return Optional.empty();
        }
        return Optional.of(new FailureExplanation(
                        reader ? Layer.READER : Layer.CARD,
                        failure.sw() == 0x6700 || reader ? FaultConfidence.LIKELY : FaultConfidence.POSSIBLE,
                        (reader ? "the reader" : "the card") + " refuses commands of extended length",
                        reader
                                ? "Use a reader with extended APDU support, or command chaining. The list of readers at"
                                        + " https://ccid.apdu.fr shows which ones support it."
                                : "Use command chaining or short commands. The card capabilities in its ATR or in"
                                        + " EF.ATR say whether it supports extended length (puce atr HEX).")
                .with(Extent.ENDING));
    }

    private static boolean isExtended(Bytes command) {
        return command.length() >= EXTENDED_FROM && command.get(4) == 0;
    }
}
