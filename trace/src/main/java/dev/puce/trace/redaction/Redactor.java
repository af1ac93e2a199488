package dev.puce.trace.redaction;

import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.Call;
import dev.puce.pcsc.Caller;
import dev.puce.pcsc.Hidden;
import dev.puce.pcsc.Result;
import dev.puce.pcsc.TracedCall;
import dev.puce.trace.redaction.Secrets.Cut;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// Takes the secrets out of calls. Calls must come in their order, since a command may continue the one before.
public final class Redactor {
    private final Redaction redaction;
    private final Secrets secrets = new Secrets();

    public Redactor(Redaction redaction) {
        this.redaction = redaction;
    }

    /// How much the redactor removes.
    public Redaction redaction() {
        return redaction;
    }

    /// The call without its secrets; the same object if it has none.
    public TracedCall redact(TracedCall traced) {
        if (redaction == Redaction.OFF) {
            return traced;
        }
        return switch (traced.call()) {
            case Call.Transmit transmit -> {
                long card = key(transmit.card(), traced);
                var cut = secrets.command(card, transmit.sendBuffer());
                if (traced.outcome().isPresent()) {
                    var received = traced.outcome().get().result() instanceof Result.Transmit result
                            ? result.recvBuffer()
                            : Bytes.EMPTY;
                    secrets.response(card, received);
                }
                int at = visible(cut, transmit.sendBuffer());
                yield at < 0 || transmit.hidden().isPresent()
                        ? traced
                        : traced.with(
                                new Call.Transmit(
                                        transmit.card(),
                                        transmit.sendPci(),
                                        transmit.sendBuffer().slice(0, at),
                                        transmit.recvLength(),
                                        Optional.of(hidden(transmit.sendBuffer(), at))),
                                traced.outcome());
            }
            case Call.Control control -> {
                var cut = secrets.control(control.controlCode(), control.sendBuffer());
                if (traced.outcome().isPresent() && traced.outcome().get().result() instanceof Result.Control result) {
                    secrets.controlAnswer(control.controlCode(), result.recvBuffer());
                }
                int at = visible(cut, control.sendBuffer());
                yield at < 0 || control.hidden().isPresent()
                        ? traced
                        : traced.with(
                                new Call.Control(
                                        control.card(),
                                        control.controlCode(),
                                        control.sendBuffer().slice(0, at),
                                        control.recvLength(),
                                        Optional.of(hidden(control.sendBuffer(), at))),
                                traced.outcome());
            }
            default -> traced;
        };
    }

    /// A key that keeps the commands of one card together. Logs without handles have a reader or a caller at least.
    private static long key(long card, TracedCall traced) {
        return Call.isKnown(card)
                ? card
                : Call.UNKNOWN_HANDLE
                        + Integer.toUnsignedLong(
                                Objects.hash(traced.provenance().reader(), traced.caller()));
    }

    /// The caller without the secrets of its command line.
    public Caller redact(Caller caller) {
        return new Caller(
                caller.program(),
                caller.pid(),
                caller.uid(),
                redactArguments(caller.commandLine()),
                caller.container(),
                caller.connection(),
                caller.thread());
    }

    /// A program's name and arguments without PINs and keys, as far as puce recognises them.
    public List<String> redactArguments(List<String> commandLine) {
        return redaction == Redaction.OFF ? commandLine : CommandLineSecrets.hide(commandLine);
    }

    /// The secrets' positions, for views that see the parts of a call one by one.
    public Secrets secrets() {
        return secrets;
    }

    /// How many bytes from the start may be seen, -1 if all.
    public int visible(Cut cut, Bytes bytes) {
        if (redaction == Redaction.OFF) {
            return -1;
        }
        int at = redaction == Redaction.FULL ? cut.at() : cut.atLength();
        return at >= bytes.length() ? -1 : at;
    }

    /// The replacement of the bytes from `at` on.
    public Hidden hidden(Bytes bytes, int at) {
        return redaction == Redaction.SHAPE ? Hidden.ofShape(Shape.of(bytes, at)) : Hidden.ENTIRELY;
    }
}
