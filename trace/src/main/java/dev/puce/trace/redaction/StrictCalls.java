package dev.puce.trace.redaction;

import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.atr.Atr;
import dev.puce.pcsc.Attribute;
import dev.puce.pcsc.Call;
import dev.puce.pcsc.ReaderState;
import dev.puce.pcsc.Result;
import dev.puce.pcsc.TracedCall;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/// Reduces ATRs, attributes and free text to their structure and length, for [Redaction#STRICT]. [Redactor] has removed
/// the data of commands and responses.
final class StrictCalls {
    /// Attributes that describe a kind of reader or the state of a card.
    private static final Set<Attribute> HARMLESS = Set.of(
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

    private StrictCalls() {}

    static TracedCall of(TracedCall traced) {
        return traced.with(
                call(traced.call()),
                traced.outcome()
                        .map(outcome -> new TracedCall.Outcome(
                                outcome.code(), outcome.durationNanos(), result(traced.call(), outcome.result()))));
    }

    private static Call call(Call call) {
        return switch (call) {
            case Call.SetAttrib(long card, var attribute, var value) ->
                new Call.SetAttrib(card, attribute, value(attribute, value));
            case Call.Mark(var name, var _, var atr) -> new Call.Mark(name, "", atr.map(StrictCalls::atr));
            case Call.Unknown(var name, var _) -> new Call.Unknown(name, "");
            default -> call;
        };
    }

    private static Result result(Call call, Result result) {
        return switch (result) {
            case Result.Status status ->
                new Result.Status(status.reader(), status.state(), status.protocol(), atr(status.atr()));
            case Result.GetStatusChange(var states) ->
                new Result.GetStatusChange(
                        states.stream().map(StrictCalls::state).toList());
            case Result.GetAttrib(var value)
            when call instanceof Call.GetAttrib(long _, var attribute) -> new Result.GetAttrib(value(attribute, value));
            default -> result;
        };
    }

    private static ReaderState state(ReaderState state) {
        return new ReaderState(state.reader(), state.currentState(), state.eventState(), atr(state.atr()));
    }

    /// An ATR without its historical bytes, which may name a person or carry a serial number. T0 tells their number.
    static Bytes atr(Bytes atr) {
        return atr.isEmpty() ? atr : atr.slice(0, Atr.parse(atr).historicalBytesOffset());
    }

    /// Whether the value of an attribute describes only a kind of reader or the state of a card.
    static boolean isHarmless(Attribute attribute) {
        return HARMLESS.contains(attribute);
    }

    /// Whether an attribute is the name of a reader.
    static boolean isName(Attribute attribute) {
        return NAMES.contains(attribute);
    }

    /// The value of an attribute, or its length as text.
    static Bytes value(Attribute attribute, Bytes value) {
        boolean isLength = value.text(StandardCharsets.ISO_8859_1).matches("\\d+ bytes");
        if (attribute.equals(Attribute.ATR_STRING)) {
            return atr(value);
        }
        return isHarmless(attribute) || isName(attribute) || isLength ? value : length(value);
    }

    /// The length of a value, as text in its place.
    static Bytes length(Bytes value) {
        return Bytes.ofText(value.length() + " bytes", StandardCharsets.ISO_8859_1);
    }
}
