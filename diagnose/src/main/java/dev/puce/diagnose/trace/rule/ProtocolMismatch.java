package dev.puce.diagnose.trace.rule;

import dev.puce.diagnose.trace.CardConnection;
import dev.puce.diagnose.trace.Evidence;
import dev.puce.diagnose.trace.Failure;
import dev.puce.diagnose.trace.FailureExplanation;
import dev.puce.diagnose.trace.FailureExplanation.Extent;
import dev.puce.diagnose.trace.FailureRule;
import dev.puce.diagnose.trace.FaultConfidence;
import dev.puce.diagnose.trace.Layer;
import dev.puce.diagnose.trace.Situation;
import dev.puce.pcsc.Call;
import dev.puce.pcsc.ReturnCode;
import java.util.List;
import java.util.Optional;

/// The program asked for a protocol that the card does not offer, or that another program has excluded.
public final class ProtocolMismatch implements FailureRule {
    @Override
    public String name() {
        return "protocol-mismatch";
    }

    @Override
    public Optional<FailureExplanation> explain(Failure failure, Situation situation) {
        if (!failure.is(ReturnCode.PROTO_MISMATCH)) {
            return Optional.empty();
        }
        String asked = switch (failure.call()) {
            case Call.Connect connect -> connect.preferredProtocols().toString();
            case Call.Reconnect reconnect -> reconnect.preferredProtocols().toString();
            default -> "";
        };
        var other = situation.reader(failure.reader()).holder(failure.program(), false);
        String wish = asked.isEmpty() ? "" : " (" + asked + ")";
        List<Evidence> evidence = other.map(CardConnection::since)
                .map(call -> List.of(situation.evidence(call)))
                .orElse(List.of());
        return Optional.of(new FailureExplanation(
                other.isPresent() ? Layer.ANOTHER_PROGRAM : Layer.APPLICATION,
                other.isPresent() ? FaultConfidence.POSSIBLE : FaultConfidence.LIKELY,
                other.isPresent()
                        ? other.get().program().name() + " uses the card with another protocol than the program wants"
                                + wish
                        : "the card does not offer the protocol that the program wants" + wish
                                + ", or it uses another one already",
                "Let the program ask for SCARD_PROTOCOL_T0 | SCARD_PROTOCOL_T1. puce atr HEX shows the protocols of the"
                        + " card.",
                Extent.ENDING,
                evidence));
    }
}
