package dev.puce.trace.recording;

import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.Call;
import dev.puce.pcsc.EventState;
import dev.puce.pcsc.Hidden;
import dev.puce.pcsc.Pci;
import dev.puce.pcsc.Protocol;
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
    /// The symbol of every value that is unknown.
    private static final String UNKNOWN = Protocol.UNKNOWN.symbol();

    private CallJson() {}

    static void write(JsonGenerator json, TracedCall traced) {
        if (traced.call() instanceof Call.Mark(var name, var description, var atr)) {
            json.writeStringProperty("mark", name);
            json.writeStringProperty("description", description);
            atr.ifPresent(bytes -> bytes(json, "atr", bytes));
            return;
        }
        json.writeStringProperty("call", traced.call().name());
        if (!(traced.call() instanceof Call.NameOnly)) {
            json.writeObjectPropertyStart("args");
            arguments(json, traced.call());
            json.writeEndObject();
        }
        if (traced.outcome().isPresent()) {
            outcome(json, traced.outcome().get());
        }
    }

    /// An object without properties says that the end of the call is unknown.
    private static void outcome(JsonGenerator json, TracedCall.Outcome outcome) {
        boolean codeIsKnown = outcome.code().isKnown();
        if (!codeIsKnown || !(outcome.result() instanceof Result.None)) {
            json.writeObjectPropertyStart("results");
            results(json, outcome.result());
            json.writeEndObject();
        }
        if (codeIsKnown) {
            json.writeStringProperty("code", outcome.code().symbol());
        }
    }

    private static void arguments(JsonGenerator json, Call call) {
        switch (call) {
            case Call.EstablishContext(var scope) -> symbol(json, "scope", scope.symbol());
            case Call.ReleaseContext(long context) -> handle(json, "context", context);
            case Call.IsValidContext(long context) -> handle(json, "context", context);
            case Call.ListReaderGroups(long context) -> handle(json, "context", context);
            case Call.ListReaders(long context, var groups) -> {
                handle(json, "context", context);
                groups.ifPresent(names -> strings(json, "groups", names));
            }
            case Call.GetStatusChange(long context, var timeout, var readers) -> {
                handle(json, "context", context);
                timeout.ifPresent(millis -> json.writeNumberProperty("timeout", millis));
                readers.ifPresent(queries -> queries(json, queries));
            }
            case Call.Cancel(long context) -> handle(json, "context", context);
            case Call.Connect connect -> {
                handle(json, "context", connect.context());
                name(json, connect.reader());
                symbol(json, "shareMode", connect.shareMode().symbol());
                symbol(json, "preferredProtocols", connect.preferredProtocols().toString());
            }
            case Call.Reconnect reconnect -> {
                handle(json, "card", reconnect.card());
                symbol(json, "shareMode", reconnect.shareMode().symbol());
                symbol(
                        json,
                        "preferredProtocols",
                        reconnect.preferredProtocols().toString());
                symbol(json, "initialization", reconnect.initialization().symbol());
            }
            case Call.Disconnect(long card, var disposition) -> {
                handle(json, "card", card);
                symbol(json, "disposition", disposition.symbol());
            }
            case Call.BeginTransaction(long card) -> handle(json, "card", card);
            case Call.EndTransaction(long card, var disposition) -> {
                handle(json, "card", card);
                symbol(json, "disposition", disposition.symbol());
            }
            case Call.Status(long card) -> handle(json, "card", card);
            case Call.Transmit transmit -> {
                handle(json, "card", transmit.card());
                pci(json, "sendPci", transmit.sendPci());
                bytes(json, "sendBuffer", transmit.sendBuffer());
                hidden(json, transmit.hidden());
                transmit.recvLength().ifPresent(length -> json.writeNumberProperty("recvLength", length));
            }
            case Call.Control control -> {
                handle(json, "card", control.card());
                number(
                        json,
                        "controlCode",
                        Integer.toUnsignedLong(control.controlCode().value()));
                bytes(json, "sendBuffer", control.sendBuffer());
                hidden(json, control.hidden());
                control.recvLength().ifPresent(length -> json.writeNumberProperty("recvLength", length));
            }
            case Call.GetAttrib(long card, var attribute) -> {
                handle(json, "card", card);
                number(json, "attribute", Integer.toUnsignedLong(attribute.value()));
            }
            case Call.SetAttrib(long card, var attribute, var value) -> {
                handle(json, "card", card);
                number(json, "attribute", Integer.toUnsignedLong(attribute.value()));
                bytes(json, "value", value);
            }
            case Call.FreeMemory(long context, long memory) -> {
                handle(json, "context", context);
                number(json, "memory", memory);
            }
            case Call.NameOnly _, Call.Mark _ -> {
                // have no arguments
            }
            case Call.Unknown unknown -> json.writeStringProperty("description", unknown.description());
        }
    }

    private static void results(JsonGenerator json, Result result) {
        switch (result) {
            case Result.None _ -> {
                // nothing came back
            }
            case Result.EstablishContext(long context) -> handle(json, "context", context);
            case Result.ListReaderGroups(var groups) -> strings(json, "groups", groups);
            case Result.ListReaders(var readers) -> strings(json, "readers", readers);
            case Result.GetStatusChange(var readers) -> states(json, readers);
            case Result.Connect(long card, var protocol) -> {
                handle(json, "card", card);
                symbol(json, "activeProtocol", protocol.symbol());
            }
            case Result.Reconnect(var protocol) -> symbol(json, "activeProtocol", protocol.symbol());
            case Result.Status status -> {
                name(json, status.reader());
                state(json, "state", status.state().value());
                symbol(json, "protocol", status.protocol().symbol());
                bytes(json, "atr", status.atr());
            }
            case Result.Transmit(var recvPci, var recvBuffer, var hidden) -> {
                pci(json, "recvPci", recvPci);
                bytes(json, "recvBuffer", recvBuffer);
                hidden(json, hidden);
            }
            case Result.Control(var recvBuffer, var hidden) -> {
                bytes(json, "recvBuffer", recvBuffer);
                hidden(json, hidden);
            }
            case Result.GetAttrib(var value) -> bytes(json, "value", value);
            case Result.BufferTooSmall(long needed) -> json.writeNumberProperty("needed", needed);
        }
    }

    private static void queries(JsonGenerator json, List<ReaderQuery> queries) {
        json.writeArrayPropertyStart("readers");
        for (ReaderQuery query : queries) {
            json.writeStartObject();
            json.writeStringProperty("reader", query.reader());
            state(json, "currentState", query.currentState().value());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void states(JsonGenerator json, List<ReaderState> states) {
        json.writeArrayPropertyStart("readers");
        for (ReaderState state : states) {
            json.writeStartObject();
            json.writeStringProperty("reader", state.reader());
            state.currentState().ifPresent(current -> state(json, "currentState", current.value()));
            state(json, "eventState", state.eventState().value());
            bytes(json, "atr", state.atr());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void pci(JsonGenerator json, String name, Pci pci) {
        if (pci.equals(Pci.UNKNOWN)) {
            return;
        }
        json.writeObjectPropertyStart(name);
        json.writeStringProperty("protocol", pci.protocol().symbol());
        json.writeNumberProperty("length", pci.length());
        json.writeEndObject();
    }

    private static void hidden(JsonGenerator json, Optional<Hidden> hidden) {
        if (hidden.isEmpty()) {
            return;
        }
        json.writeObjectPropertyStart("hidden");
        hidden.get().shape().ifPresent(shape -> json.writeStringProperty("shape", shape));
        hidden.get().structure().ifPresent(structure -> json.writeStringProperty("structure", structure));
        json.writeEndObject();
    }

    private static void bytes(JsonGenerator json, String name, Bytes bytes) {
        json.writeStringProperty(name, bytes.toHex());
    }

    private static void handle(JsonGenerator json, String name, long handle) {
        if (Call.isKnown(handle)) {
            number(json, name, handle);
        }
    }

    private static void symbol(JsonGenerator json, String name, String symbol) {
        if (!symbol.equals(UNKNOWN)) {
            json.writeStringProperty(name, symbol);
        }
    }

    private static void name(JsonGenerator json, String reader) {
        if (!reader.isEmpty()) {
            json.writeStringProperty("reader", reader);
        }
    }

    private static void state(JsonGenerator json, String name, int flags) {
        if (flags != EventState.UNKNOWN_STATE.value()) {
            number(json, name, Integer.toUnsignedLong(flags));
        }
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
