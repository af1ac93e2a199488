package dev.puce.otlp;

import static io.opentelemetry.api.common.AttributeKey.longKey;
import static io.opentelemetry.api.common.AttributeKey.stringKey;

import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.Call;
import dev.puce.pcsc.Caller;
import dev.puce.pcsc.Function;
import dev.puce.pcsc.Hidden;
import dev.puce.pcsc.Result;
import dev.puce.pcsc.TracedCall;
import dev.puce.trace.session.Observation;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import java.util.Optional;

/// Names and values of attributes. Names follow the semantic conventions of OpenTelemetry where they exist
/// (`process.*`,
/// `error.type`). Data of cards and readers are not among them: a span has header, status word and lengths.
final class CallAttributes {
    static final AttributeKey<String> ERROR_TYPE = stringKey("error.type");
    static final AttributeKey<String> FUNCTION = stringKey("pcsc.function");
    static final AttributeKey<String> READER = stringKey("pcsc.reader.name");
    static final AttributeKey<String> ATR = stringKey("pcsc.card.atr");
    static final AttributeKey<String> AID = stringKey("pcsc.card.aid");

    private static final AttributeKey<Long> PID = longKey("process.pid");
    private static final AttributeKey<Long> UID = longKey("process.user.id");
    private static final AttributeKey<String> PROGRAM = stringKey("process.executable.name");
    private static final AttributeKey<String> CONTAINER = stringKey("puce.container");
    private static final AttributeKey<Long> CONNECTION = longKey("puce.connection");
    private static final AttributeKey<Long> SEQUENCE = longKey("puce.call.sequence");
    private static final AttributeKey<String> RETURN_CODE = stringKey("pcsc.return_code");
    private static final AttributeKey<String> SHARE_MODE = stringKey("pcsc.share_mode");
    private static final AttributeKey<String> PROTOCOL = stringKey("pcsc.protocol");
    private static final AttributeKey<String> DISPOSITION = stringKey("pcsc.disposition");
    private static final AttributeKey<String> CONTROL_CODE = stringKey("pcsc.control_code");
    private static final AttributeKey<String> ATTRIBUTE = stringKey("pcsc.attribute");
    private static final AttributeKey<String> HEADER = stringKey("pcsc.apdu.header");
    private static final AttributeKey<String> INSTRUCTION = stringKey("pcsc.apdu.instruction");
    private static final AttributeKey<String> STATUS = stringKey("pcsc.apdu.status");
    private static final AttributeKey<Long> SENT = longKey("pcsc.sent.size");
    private static final AttributeKey<Long> RECEIVED = longKey("pcsc.received.size");

    /// Value of `error.type` for a call that did not return.
    static final String NEVER_RETURNED = "never_returned";

    private static final int HEADER_LENGTH = 4;

    private CallAttributes() {}

    /// Name of the function: `SCardTransmit`; `unknown` for functions that puce does not know.
    static String function(TracedCall traced) {
        var function = traced.call().function();
        return function == Function.UNKNOWN ? "unknown" : function.symbol();
    }

    /// Name of the error, with few different values: the return code, the status word of a card, or
    /// [#NEVER_RETURNED].
    static String errorType(TracedCall traced) {
        return traced.outcome()
                .map(outcome -> outcome.code().isFailure() ? outcome.code().symbol() : status(traced.result()))
                .orElse(NEVER_RETURNED);
    }

    private static String status(Result result) {
        return result instanceof Result.Transmit(var _, Bytes response, var _) && response.length() >= 2
                ? response.slice(response.length() - 2, response.length()).toHex()
                : "";
    }

    /// The program.
    static Attributes of(Caller caller) {
        var attributes = Attributes.builder();
        put(attributes, caller);
        return attributes.build();
    }

    private static void put(AttributesBuilder attributes, Caller caller) {
        putText(attributes, PROGRAM, caller.program());
        caller.pid().ifPresent(pid -> attributes.put(PID, (long) pid));
        caller.uid().ifPresent(uid -> attributes.put(UID, (long) uid));
        caller.container().ifPresent(container -> attributes.put(CONTAINER, container));
        attributes.put(CONNECTION, (long) caller.connection());
    }

    /// A call with its context.
    static Attributes of(TracedCall traced, Observation seen) {
        var attributes = Attributes.builder();
        put(attributes, traced.caller());
        attributes.put(SEQUENCE, traced.sequence());
        putText(attributes, READER, seen.reader());
        seen.aid().ifPresent(aid -> attributes.put(AID, aid.toHex()));
        traced.outcome()
                .ifPresent(outcome -> attributes.put(RETURN_CODE, outcome.code().symbol()));
        putArguments(attributes, traced.call(), seen);
        putResult(attributes, traced.result());
        return attributes.build();
    }

    private static void putArguments(AttributesBuilder attributes, Call call, Observation seen) {
        switch (call) {
            case Call.Connect connect ->
                attributes.put(SHARE_MODE, connect.shareMode().symbol());
            case Call.Reconnect reconnect -> {
                attributes.put(SHARE_MODE, reconnect.shareMode().symbol());
                attributes.put(DISPOSITION, reconnect.initialization().symbol());
            }
            case Call.Disconnect disconnect ->
                attributes.put(DISPOSITION, disconnect.disposition().symbol());
            case Call.EndTransaction end ->
                attributes.put(DISPOSITION, end.disposition().symbol());
            case Call.Transmit transmit -> {
                var sent = transmit.sendBuffer();
                attributes.put(
                        HEADER,
                        sent.slice(0, Math.min(HEADER_LENGTH, sent.length())).toHex());
                putSize(attributes, SENT, sent, transmit.hidden());
                seen.exchange()
                        .ifPresent(exchange -> attributes.put(
                                INSTRUCTION, exchange.instruction().toString()));
            }
            case Call.Control control -> {
                attributes.put(CONTROL_CODE, control.controlCode().toString());
                putSize(attributes, SENT, control.sendBuffer(), control.hidden());
            }
            case Call.GetAttrib attrib ->
                attributes.put(ATTRIBUTE, attrib.attribute().toString());
            case Call.SetAttrib attrib ->
                attributes.put(ATTRIBUTE, attrib.attribute().toString());
            case Call.EstablishContext _,
                    Call.ReleaseContext _,
                    Call.IsValidContext _,
                    Call.ListReaderGroups _,
                    Call.ListReaders _,
                    Call.GetStatusChange _,
                    Call.Cancel _,
                    Call.BeginTransaction _,
                    Call.Status _,
                    Call.FreeMemory _,
                    Call.NameOnly _,
                    Call.Mark _,
                    Call.Unknown _ -> {}
        }
    }

    private static void putResult(AttributesBuilder attributes, Result result) {
        switch (result) {
            case Result.Connect connect ->
                attributes.put(PROTOCOL, connect.activeProtocol().symbol());
            case Result.Reconnect reconnect ->
                attributes.put(PROTOCOL, reconnect.activeProtocol().symbol());
            case Result.Transmit transmit -> {
                putText(attributes, STATUS, status(transmit));
                putSize(attributes, RECEIVED, transmit.recvBuffer(), transmit.hidden());
            }
            case Result.Control control -> putSize(attributes, RECEIVED, control.recvBuffer(), control.hidden());
            case Result.None _,
                    Result.EstablishContext _,
                    Result.ListReaderGroups _,
                    Result.ListReaders _,
                    Result.GetStatusChange _,
                    Result.Status _,
                    Result.GetAttrib _,
                    Result.BufferTooSmall _ -> {}
        }
    }

    /// The length of hidden data may tell the length of a PIN.
    private static void putSize(
            AttributesBuilder attributes, AttributeKey<Long> key, Bytes bytes, Optional<Hidden> hidden) {
        if (hidden.isEmpty()) {
            attributes.put(key, (long) bytes.length());
        }
    }

    private static void putText(AttributesBuilder attributes, AttributeKey<String> key, String text) {
        if (!text.isEmpty()) {
            attributes.put(key, text);
        }
    }
}
