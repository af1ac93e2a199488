package dev.puce.trace.filter;

import dev.puce.decode.Exchange;
import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.Call;
import dev.puce.pcsc.Result;
import dev.puce.pcsc.TracedCall;
import dev.puce.trace.session.Judgement;
import dev.puce.trace.session.Observation;
import dev.puce.trace.session.Step;
import java.util.Optional;

/// The subject of an expression: a call and its context.
public record Subject(TracedCall traced, Observation seen) {
    /// The logical exchange of the call.
    Optional<Exchange> exchange() {
        return seen.exchange();
    }

    /// The importance of the call for a person who looks for a failure.
    Judgement judgement() {
        return Judgement.of(Step.of(traced, seen));
    }

    /// The command APDU of SCardTransmit.
    Optional<Bytes> command() {
        return traced.call() instanceof Call.Transmit transmit ? Optional.of(transmit.sendBuffer()) : Optional.empty();
    }

    /// The response APDU of SCardTransmit.
    Optional<Bytes> response() {
        return result() instanceof Result.Transmit(var _, Bytes received, var _)
                ? Optional.of(received)
                : Optional.empty();
    }

    /// Bytes that went in, of any function.
    Optional<Bytes> sent() {
        return switch (traced.call()) {
            case Call.Transmit transmit -> Optional.of(transmit.sendBuffer());
            case Call.Control control -> Optional.of(control.sendBuffer());
            case Call.SetAttrib attrib -> Optional.of(attrib.value());
            default -> Optional.empty();
        };
    }

    /// Bytes that came out, of any function.
    Optional<Bytes> received() {
        return switch (result()) {
            case Result.Transmit(var _, Bytes received, var _) -> Optional.of(received);
            case Result.Control(Bytes received, var _) -> Optional.of(received);
            case Result.GetAttrib(Bytes value) -> Optional.of(value);
            case Result.Status status -> Optional.of(status.atr());
            default -> Optional.empty();
        };
    }

    private Result result() {
        return traced.result();
    }
}
