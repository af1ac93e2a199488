package dev.puce.trace.redaction;

import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.Attribute;
import dev.puce.pcsc.Call;
import dev.puce.pcsc.Provenance;
import dev.puce.pcsc.ReaderQuery;
import dev.puce.pcsc.ReaderState;
import dev.puce.pcsc.Result;
import dev.puce.pcsc.TracedCall;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Removes serial numbers, names and free text from calls, for [Redaction#PUBLIC]. [Redactor] has removed the data of
/// commands and responses.
final class PublicCalls {
    private final PublicNames names = new PublicNames();

    TracedCall of(TracedCall traced) {
        var provenance = traced.provenance();
        return new TracedCall(
                traced.sequence(),
                traced.caller(),
                traced.startNanos(),
                call(traced.call()),
                traced.outcome()
                        .map(outcome -> new TracedCall.Outcome(
                                outcome.code(), outcome.durationNanos(), result(traced.call(), outcome.result()))),
                provenance.reader().isEmpty()
                        ? provenance
                        : new Provenance(provenance.reader().map(names::reader), provenance.inferred()));
    }

    private Call call(Call call) {
        return switch (call) {
            case Call.Connect connect ->
                new Call.Connect(
                        connect.context(),
                        names.reader(connect.reader()),
                        connect.shareMode(),
                        connect.preferredProtocols());
            case Call.GetStatusChange(long context, var timeout, var readers) ->
                new Call.GetStatusChange(
                        context,
                        timeout,
                        readers.map(queries -> queries.stream()
                                .map(query -> new ReaderQuery(names.reader(query.reader()), query.currentState()))
                                .toList()));
            case Call.SetAttrib(long card, var attribute, var value) ->
                new Call.SetAttrib(card, attribute, value(attribute, value));
            case Call.Mark(var name, var _, var atr) -> new Call.Mark(name, "", atr.map(names::atr));
            case Call.Unknown(var name, var _) -> new Call.Unknown(name, "");
            default -> call;
        };
    }

    private Result result(Call call, Result result) {
        return switch (result) {
            case Result.ListReaders(var readers) -> new Result.ListReaders(readers(readers));
            case Result.GetStatusChange(var states) ->
                new Result.GetStatusChange(states.stream().map(this::state).toList());
            case Result.Status status ->
                new Result.Status(
                        names.reader(status.reader()), status.state(), status.protocol(), names.atr(status.atr()));
            case Result.GetAttrib(var value)
            when call instanceof Call.GetAttrib(long _, var attribute) -> new Result.GetAttrib(value(attribute, value));
            default -> result;
        };
    }

    private List<String> readers(List<String> readers) {
        return readers.stream().map(names::reader).toList();
    }

    private ReaderState state(ReaderState state) {
        return new ReaderState(
                names.reader(state.reader()), state.currentState(), state.eventState(), names.atr(state.atr()));
    }

    /// The value of an attribute, or the text that takes its place.
    private Bytes value(Attribute attribute, Bytes value) {
        if (attribute.equals(Attribute.ATR_STRING)) {
            return names.atr(value);
        }
        if (StrictCalls.isHarmless(attribute)) {
            return value;
        }
        String text = value.text(StandardCharsets.ISO_8859_1);
        if (StrictCalls.isName(attribute)) {
            return Bytes.ofText(names.reader(text), StandardCharsets.ISO_8859_1);
        }
        return attribute.equals(Attribute.VENDOR_IFD_SERIAL_NO)
                ? Bytes.ofText(names.pseudonym(text.replaceFirst("\0+$", "")), StandardCharsets.ISO_8859_1)
                : StrictCalls.length(value);
    }
}
