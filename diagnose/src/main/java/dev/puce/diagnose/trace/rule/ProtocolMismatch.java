package dev.puce.diagnose.trace.rule;

import dev.puce.diagnose.finding.Evidence;
import dev.puce.diagnose.finding.FaultConfidence;
import dev.puce.diagnose.finding.Layer;
import dev.puce.diagnose.trace.rule.FailureExplanation.Extent;
import dev.puce.diagnose.trace.situation.CardConnection;
import dev.puce.diagnose.trace.situation.Situation;
import dev.puce.pcsc.Call;
import dev.puce.pcsc.Protocol;
import dev.puce.pcsc.Protocols;
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
        var protocols = switch (failure.call()) {
            case Call.Connect connect -> connect.preferredProtocols();
            case Call.Reconnect reconnect -> reconnect.preferredProtocols();
            default -> Protocols.UNKNOWN;
        };
        var use = situation.reader(failure.reader());
        var other = use.holder(failure.program(), false);
        boolean asksForAny = protocols.contains(Protocol.T0) && protocols.contains(Protocol.T1);
        if (asksForAny
                && other.isEmpty()
                && use.ownConnection(failure.program(), false).isEmpty()) {
            return Optional.of(new FailureExplanation(
                    Layer.CARD,
                    FaultConfidence.LIKELY,
                    "the program accepts T=0 and T=1, but the card's ATR offers neither, or is damaged",
                    "Run puce scan and puce atr HEX: they show the ATR and its faults. Clean the contacts, and try the card"
                            + " in another reader."));
        }
        String asked = protocols.equals(Protocols.UNKNOWN) ? "" : protocols.toString();
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
