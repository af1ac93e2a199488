package dev.puce.spy.recording;

import dev.puce.pcsc.Attribute;
import dev.puce.pcsc.Call;
import dev.puce.pcsc.CardState;
import dev.puce.pcsc.ControlCode;
import dev.puce.pcsc.EventState;
import dev.puce.pcsc.Function;
import dev.puce.pcsc.Hidden;
import dev.puce.pcsc.Pci;
import dev.puce.pcsc.ReaderQuery;
import dev.puce.pcsc.ReaderState;
import dev.puce.pcsc.Result;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Makes calls and results of what [CallJson] wrote.
final class CallReader {
    private final Symbols symbols = new Symbols();
    private final Map<String, Function> functions = new HashMap<>();

    CallReader() {
        for (Function function : Function.values()) {
            functions.put(function.symbol(), function);
        }
    }

    /// The function with that name; [Function#UNKNOWN] if puce does not know it.
    Function function(String name) {
        return functions.getOrDefault(name, Function.UNKNOWN);
    }

    Call call(String name, JsonFields args) {
        return switch (function(name)) {
            case ESTABLISH_CONTEXT -> new Call.EstablishContext(symbols.scope(args.text("scope")));
            case RELEASE_CONTEXT -> new Call.ReleaseContext(args.number("context"));
            case IS_VALID_CONTEXT -> new Call.IsValidContext(args.number("context"));
            case LIST_READER_GROUPS -> new Call.ListReaderGroups(args.number("context"));
            case LIST_READERS ->
                new Call.ListReaders(
                        args.number("context"),
                        args.has("groups") ? Optional.of(args.strings("groups")) : Optional.empty());
            case GET_STATUS_CHANGE ->
                new Call.GetStatusChange(
                        args.number("context"),
                        args.optionalLong("timeout"),
                        args.has("readers") ? Optional.of(queries(args.objects("readers"))) : Optional.empty());
            case CANCEL -> new Call.Cancel(args.number("context"));
            case CONNECT ->
                new Call.Connect(
                        args.number("context"),
                        args.text("reader"),
                        symbols.shareMode(args.text("shareMode")),
                        symbols.protocols(args.text("preferredProtocols")));
            case RECONNECT ->
                new Call.Reconnect(
                        args.number("card"),
                        symbols.shareMode(args.text("shareMode")),
                        symbols.protocols(args.text("preferredProtocols")),
                        symbols.disposition(args.text("initialization")));
            case DISCONNECT -> new Call.Disconnect(args.number("card"), symbols.disposition(args.text("disposition")));
            case BEGIN_TRANSACTION -> new Call.BeginTransaction(args.number("card"));
            case END_TRANSACTION ->
                new Call.EndTransaction(args.number("card"), symbols.disposition(args.text("disposition")));
            case STATUS -> new Call.Status(args.number("card"));
            case CONTROL ->
                new Call.Control(
                        args.number("card"),
                        new ControlCode(args.word("controlCode")),
                        args.bytes("sendBuffer"),
                        args.optionalLong("recvLength"),
                        hidden(args));
            case GET_ATTRIB -> new Call.GetAttrib(args.number("card"), new Attribute(args.word("attribute")));
            case SET_ATTRIB ->
                new Call.SetAttrib(args.number("card"), new Attribute(args.word("attribute")), args.bytes("value"));
            case TRANSMIT ->
                new Call.Transmit(
                        args.number("card"),
                        pci(args.object("sendPci")),
                        args.bytes("sendBuffer"),
                        args.optionalLong("recvLength"),
                        hidden(args));
            case FREE_MEMORY -> new Call.FreeMemory(args.number("context"), args.number("memory"));
            case UNKNOWN ->
                new Call.Unknown(name, args.optionalText("description").orElse(""));
        };
    }

    Result result(Function function, JsonFields results) {
        if (results.has("needed")) {
            return new Result.BufferTooSmall(results.optionalLong("needed").orElse(0));
        }
        return switch (function) {
            case ESTABLISH_CONTEXT -> new Result.EstablishContext(results.number("context"));
            case LIST_READER_GROUPS -> new Result.ListReaderGroups(results.strings("groups"));
            case LIST_READERS -> new Result.ListReaders(results.strings("readers"));
            case GET_STATUS_CHANGE -> new Result.GetStatusChange(states(results.objects("readers")));
            case CONNECT ->
                new Result.Connect(results.number("card"), symbols.protocol(results.text("activeProtocol")));
            case RECONNECT -> new Result.Reconnect(symbols.protocol(results.text("activeProtocol")));
            case STATUS ->
                new Result.Status(
                        results.text("reader"),
                        new CardState(results.word("state")),
                        symbols.protocol(results.text("protocol")),
                        results.bytes("atr"));
            case TRANSMIT -> new Result.Transmit(pci(results.object("recvPci")), results.bytes("recvBuffer"));
            case CONTROL -> new Result.Control(results.bytes("recvBuffer"));
            case GET_ATTRIB -> new Result.GetAttrib(results.bytes("value"));
            default -> Result.NONE;
        };
    }

    /// Reads return codes.
    Symbols symbols() {
        return symbols;
    }

    private Pci pci(JsonFields fields) {
        return new Pci(
                symbols.protocol(fields.text("protocol")),
                fields.optionalLong("length").orElse(0));
    }

    private static Optional<Hidden> hidden(JsonFields args) {
        return args.optionalObject("hidden").map(what -> new Hidden(what.optionalText("shape")));
    }

    private static List<ReaderQuery> queries(List<JsonFields> list) {
        return list.stream()
                .map(fields -> new ReaderQuery(fields.text("reader"), new EventState(fields.word("currentState"))))
                .toList();
    }

    private static List<ReaderState> states(List<JsonFields> list) {
        return list.stream()
                .map(fields -> new ReaderState(
                        fields.text("reader"),
                        fields.has("currentState")
                                ? Optional.of(new EventState(fields.word("currentState")))
                                : Optional.empty(),
                        new EventState(fields.word("eventState")),
                        fields.bytes("atr")))
                .toList();
    }
}
