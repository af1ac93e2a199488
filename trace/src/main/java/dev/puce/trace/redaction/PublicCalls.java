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
import java.util.Set;

/// Removes serial numbers, names and free text from calls, for [Redaction#PUBLIC]. [Redactor] has removed the data of
/// commands and responses.
final class PublicCalls {
    /// Attributes that describe a kind of reader or card. The values of other attributes become their length.
    private static final Set<Attribute> HARMLESS = Set.of(
            Attribute.ATR_STRING,
            Attribute.VENDOR_NAME,
            Attribute.VENDOR_IFD_TYPE,
            Attribute.VENDOR_IFD_VERSION,
            Attribute.CHARACTERISTICS,
            Attribute.CURRENT_PROTOCOL_TYPE,
            Attribute.DEFAULT_CLK,
            Attribute.MAX_CLK,
            Attribute.DEFAULT_DATA_RATE,
            Attribute.MAX_DATA_RATE,
            Attribute.MAX_IFSD,
            Attribute.MAXINPUT,
            Attribute.ICC_PRESENCE,
            Attribute.ICC_INTERFACE_STATUS,
            Attribute.ICC_TYPE_PER_ATR);

    private static final Set<Attribute> NAMES =
            Set.of(Attribute.DEVICE_FRIENDLY_NAME_A, Attribute.DEVICE_SYSTEM_NAME_A);

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
            case Call.Mark(var name, var _, var atr) -> new Call.Mark(name, "", atr);
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
                new Result.Status(names.reader(status.reader()), status.state(), status.protocol(), status.atr());
            case Result.GetAttrib(var value)
            when call instanceof Call.GetAttrib(long _, var attribute) -> new Result.GetAttrib(value(attribute, value));
            default -> result;
        };
    }

    private List<String> readers(List<String> readers) {
        return readers.stream().map(names::reader).toList();
    }

    private ReaderState state(ReaderState state) {
        return new ReaderState(names.reader(state.reader()), state.currentState(), state.eventState(), state.atr());
    }

    /// The value of an attribute, or the text that takes its place.
    private Bytes value(Attribute attribute, Bytes value) {
        if (HARMLESS.contains(attribute)) {
            return value;
        }
        String text = new String(value.toArray(), StandardCharsets.ISO_8859_1);
        String shown = NAMES.contains(attribute)
                ? names.reader(text)
                : attribute.equals(Attribute.VENDOR_IFD_SERIAL_NO)
                        ? names.pseudonym(text.replaceFirst("\0+$", ""))
                        : value.length() + " bytes";
        return Bytes.of(shown.getBytes(StandardCharsets.ISO_8859_1));
    }
}
