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
import java.util.OptionalLong;

/// A call and its context.
record CallSubject(TracedCall traced, Observation seen) implements Subject {
    @Override
    public Optional<String> text(TextField field) {
        return field.of(this);
    }

    @Override
    public OptionalLong number(NumberField field) {
        return field.of(this);
    }

    @Override
    public boolean is(Flag flag) {
        return flag.matches(this);
    }

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

    @Override
    public Optional<Bytes> sent() {
        return switch (traced.call()) {
            case Call.Transmit transmit -> Optional.of(transmit.sendBuffer());
            case Call.Control control -> Optional.of(control.sendBuffer());
            case Call.SetAttrib attrib -> Optional.of(attrib.value());
            default -> Optional.empty();
        };
    }

    @Override
    public Optional<Bytes> received() {
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
