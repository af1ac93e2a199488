package dev.puce.trace.session;

import dev.puce.decode.Exchange;
import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.Call;
import dev.puce.pcsc.Pci;
import dev.puce.pcsc.Result;
import dev.puce.pcsc.TracedCall;
import dev.puce.trace.redaction.Redaction;
import dev.puce.trace.redaction.Redactor;
import java.util.OptionalLong;

/// Hides the secrets that decryption reveals: PINs and keys inside secure messaging, by the same rules as plain ones.
final class PlainSecrets {
    private final Redactor redactor;

    PlainSecrets(Redaction redaction) {
        redactor = new Redactor(redaction);
    }

    /// The exchange of a call without secrets in its decrypted data. Must see every exchange, in their order.
    Exchange hide(Exchange exchange, TracedCall traced) {
        var command = exchange.plainCommand();
        if (command.isEmpty()) {
            redactor.redact(traced);
            return exchange;
        }
        var sent = (Call.Transmit) traced.call();
        var plain = new Call.Transmit(sent.card(), Pci.UNKNOWN, command.get(), OptionalLong.empty(), sent.hidden());
        var response = new Result.Transmit(Pci.UNKNOWN, exchange.plainResponse().orElse(Bytes.EMPTY));
        var redacted = redactor.redact(traced.with(
                plain,
                traced.outcome()
                        .map(outcome -> new TracedCall.Outcome(outcome.code(), outcome.durationNanos(), response))));
        return exchange.hidingPlain(
                redacted.call() instanceof Call.Transmit shown && shown.hidden().isPresent(),
                redacted.result() instanceof Result.Transmit shown
                        && shown.hidden().isPresent());
    }
}
