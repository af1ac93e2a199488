package dev.puce.trace.recording;

import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.Call;
import dev.puce.pcsc.Hidden;
import dev.puce.pcsc.Pci;
import dev.puce.pcsc.ReaderQuery;
import dev.puce.pcsc.ReaderState;
import dev.puce.pcsc.Result;
import dev.puce.pcsc.TracedCall;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/// Writes function, arguments, results and return code of a call as properties of an object. Names are those of
/// the components of [Call] and [Result].
final class CallJson {
    private CallJson() {}

    static void write(JsonGenerator json, TracedCall traced) {
        json.writeStringProperty(
                "call",
                traced.call() instanceof Call.Unknown unknown
                        ? unknown.name()
                        : traced.call().function().symbol());
        json.writeObjectPropertyStart("args");
        arguments(json, traced.call());
        json.writeEndObject();
        traced.outcome().ifPresent(outcome -> {
            if (!(outcome.result() instanceof Result.None)) {
                json.writeObjectPropertyStart("results");
                results(json, outcome.result());
                json.writeEndObject();
            }
            json.writeStringProperty("code", outcome.code().symbol());
        });
    }

    private static void arguments(JsonGenerator json, Call call) {
        switch (call) {
            case Call.EstablishContext(var scope) -> json.writeStringProperty("scope", scope.symbol());
            case Call.ReleaseContext(long context) -> number(json, "context", context);
            case Call.IsValidContext(long context) -> number(json, "context", context);
            case Call.ListReaderGroups(long context) -> number(json, "context", context);
            case Call.ListReaders(long context, var groups) -> {
                number(json, "context", context);
                groups.ifPresent(names -> strings(json, "groups", names));
            }
            case Call.GetStatusChange(long context, var timeout, var readers) -> {
                number(json, "context", context);
                timeout.ifPresent(millis -> json.writeNumberProperty("timeout", millis));
                readers.ifPresent(queries -> queries(json, queries));
            }
            case Call.Cancel(long context) -> number(json, "context", context);
            case Call.Connect connect -> {
                number(json, "context", connect.context());
                json.writeStringProperty("reader", connect.reader());
                json.writeStringProperty("shareMode", connect.shareMode().symbol());
                json.writeStringProperty(
                        "preferredProtocols", connect.preferredProtocols().toString());
            }
            case Call.Reconnect reconnect -> {
                number(json, "card", reconnect.card());
                json.writeStringProperty("shareMode", reconnect.shareMode().symbol());
                json.writeStringProperty(
                        "preferredProtocols", reconnect.preferredProtocols().toString());
                json.writeStringProperty(
                        "initialization", reconnect.initialization().symbol());
            }
            case Call.Disconnect(long card, var disposition) -> {
                number(json, "card", card);
                json.writeStringProperty("disposition", disposition.symbol());
            }
            case Call.BeginTransaction(long card) -> number(json, "card", card);
            case Call.EndTransaction(long card, var disposition) -> {
                number(json, "card", card);
                json.writeStringProperty("disposition", disposition.symbol());
            }
            case Call.Status(long card) -> number(json, "card", card);
            case Call.Transmit transmit -> {
                number(json, "card", transmit.card());
                pci(json, "sendPci", transmit.sendPci());
                bytes(json, "sendBuffer", transmit.sendBuffer());
                hidden(json, transmit.hidden());
                transmit.recvLength().ifPresent(length -> json.writeNumberProperty("recvLength", length));
            }
            case Call.Control control -> {
                number(json, "card", control.card());
                number(
                        json,
                        "controlCode",
                        Integer.toUnsignedLong(control.controlCode().value()));
                bytes(json, "sendBuffer", control.sendBuffer());
                hidden(json, control.hidden());
                control.recvLength().ifPresent(length -> json.writeNumberProperty("recvLength", length));
            }
            case Call.GetAttrib(long card, var attribute) -> {
                number(json, "card", card);
                number(json, "attribute", Integer.toUnsignedLong(attribute.value()));
            }
            case Call.SetAttrib(long card, var attribute, var value) -> {
                number(json, "card", card);
                number(json, "attribute", Integer.toUnsignedLong(attribute.value()));
                bytes(json, "value", value);
            }
            case Call.FreeMemory(long context, long memory) -> {
                number(json, "context", context);
                number(json, "memory", memory);
            }
            case Call.NameOnly _ -> {
                // its arguments are unknown
            }
            case Call.Mark mark -> json.writeStringProperty("description", mark.description());
            case Call.Unknown unknown -> json.writeStringProperty("description", unknown.description());
        }
    }

    private static void results(JsonGenerator json, Result result) {
        switch (result) {
            case Result.None _ -> {
                // nothing came back
            }
            case Result.EstablishContext(long context) -> number(json, "context", context);
            case Result.ListReaderGroups(var groups) -> strings(json, "groups", groups);
            case Result.ListReaders(var readers) -> strings(json, "readers", readers);
            case Result.GetStatusChange(var readers) -> states(json, readers);
            case Result.Connect(long card, var protocol) -> {
                number(json, "card", card);
                json.writeStringProperty("activeProtocol", protocol.symbol());
            }
            case Result.Reconnect(var protocol) -> json.writeStringProperty("activeProtocol", protocol.symbol());
            case Result.Status status -> {
                json.writeStringProperty("reader", status.reader());
                number(json, "state", Integer.toUnsignedLong(status.state().value()));
                json.writeStringProperty("protocol", status.protocol().symbol());
                bytes(json, "atr", status.atr());
            }
            case Result.Transmit(var recvPci, var recvBuffer) -> {
                pci(json, "recvPci", recvPci);
                bytes(json, "recvBuffer", recvBuffer);
            }
            case Result.Control(var recvBuffer) -> bytes(json, "recvBuffer", recvBuffer);
            case Result.GetAttrib(var value) -> bytes(json, "value", value);
            case Result.BufferTooSmall(long needed) -> json.writeNumberProperty("needed", needed);
        }
    }

    private static void queries(JsonGenerator json, List<ReaderQuery> queries) {
        json.writeArrayPropertyStart("readers");
        for (ReaderQuery query : queries) {
            json.writeStartObject();
            json.writeStringProperty("reader", query.reader());
            number(
                    json,
                    "currentState",
                    Integer.toUnsignedLong(query.currentState().value()));
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void states(JsonGenerator json, List<ReaderState> states) {
        json.writeArrayPropertyStart("readers");
        for (ReaderState state : states) {
            json.writeStartObject();
            json.writeStringProperty("reader", state.reader());
            state.currentState()
                    .ifPresent(current -> number(json, "currentState", Integer.toUnsignedLong(current.value())));
            number(json, "eventState", Integer.toUnsignedLong(state.eventState().value()));
            bytes(json, "atr", state.atr());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void pci(JsonGenerator json, String name, Pci pci) {
        json.writeObjectPropertyStart(name);
        json.writeStringProperty("protocol", pci.protocol().symbol());
        json.writeNumberProperty("length", pci.length());
        json.writeEndObject();
    }

    private static void hidden(JsonGenerator json, Optional<Hidden> hidden) {
        hidden.ifPresent(what -> {
            json.writeObjectPropertyStart("hidden");
            what.shape().ifPresent(shape -> json.writeStringProperty("shape", shape));
            json.writeEndObject();
        });
    }

    private static void bytes(JsonGenerator json, String name, Bytes bytes) {
        json.writeStringProperty(name, bytes.toHex());
    }

    /// Handles, codes and words of flags as hex: JSON numbers lose digits beyond 53 bits in many programs.
    private static void number(JsonGenerator json, String name, long value) {
        json.writeStringProperty(name, HexNumber.format(value));
    }

    private static void strings(JsonGenerator json, String name, List<String> strings) {
        json.writeArrayPropertyStart(name);
        strings.forEach(json::writeString);
        json.writeEndArray();
    }
}
