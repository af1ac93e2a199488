package dev.puce.trace.recording;

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
import dev.puce.pcsc.TracedCall;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Makes calls of the lines that [RecordingWriter] wrote, asking for properties in the order in which it wrote them.
final class CallReader {
    private final Symbols symbols = new Symbols();
    private final Callers callers = new Callers();
    private final Map<String, Function> functions = new HashMap<>();

    CallReader() {
        for (Function function : Function.values()) {
            functions.put(function.symbol(), function);
        }
    }

    /// The function with that name; [Function#UNKNOWN] if puce does not know it.
    private Function function(String name) {
        return functions.getOrDefault(name, Function.UNKNOWN);
    }

    /// The call on the line; null if the line is of another type.
    TracedCall call(Fields line) {
        if (!line.text("type").equals("call")) {
            return null;
        }
        long sequence = line.optionalLong("seq").orElse(0);
        long start = line.micros("start_us");
        long duration = line.optionalMicros("duration_us").orElse(0);
        var caller = callers.read(line);
        String name = line.text("call");
        var call = line.object("args", args -> call(name, args));
        var result =
                line.optionalObject("results", results -> result(name, results)).orElse(Result.NONE);
        var outcome =
                line.optionalText("code").map(code -> new TracedCall.Outcome(symbols.code(code), duration, result));
        return new TracedCall(sequence, caller, start, call, outcome);
    }

    /// Takes note of a call that was read, through to the end of its line.
    void remember(TracedCall call) {
        callers.remember(call.caller());
    }

    private Call call(String name, Fields args) {
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
                        args.has("readers")
                                ? Optional.of(args.objects("readers", CallReader::query))
                                : Optional.empty());
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
            case CONTROL -> {
                long card = args.number("card");
                var code = new ControlCode(args.word("controlCode"));
                var sent = args.bytes("sendBuffer");
                var hidden = args.optionalObject("hidden", CallReader::hidden);
                yield new Call.Control(card, code, sent, args.optionalLong("recvLength"), hidden);
            }
            case GET_ATTRIB -> new Call.GetAttrib(args.number("card"), new Attribute(args.word("attribute")));
            case SET_ATTRIB ->
                new Call.SetAttrib(args.number("card"), new Attribute(args.word("attribute")), args.bytes("value"));
            case TRANSMIT -> {
                long card = args.number("card");
                var sendPci = args.object("sendPci", this::pci);
                var sent = args.bytes("sendBuffer");
                var hidden = args.optionalObject("hidden", CallReader::hidden);
                yield new Call.Transmit(card, sendPci, sent, args.optionalLong("recvLength"), hidden);
            }
            case FREE_MEMORY -> new Call.FreeMemory(args.number("context"), args.number("memory"));
            case UNKNOWN ->
                new Call.Unknown(name, args.optionalText("description").orElse(""));
        };
    }

    private Result result(String name, Fields results) {
        if (results.has("needed")) {
            return new Result.BufferTooSmall(results.optionalLong("needed").orElse(0));
        }
        return switch (function(name)) {
            case ESTABLISH_CONTEXT -> new Result.EstablishContext(results.number("context"));
            case LIST_READER_GROUPS -> new Result.ListReaderGroups(results.strings("groups"));
            case LIST_READERS -> new Result.ListReaders(results.strings("readers"));
            case GET_STATUS_CHANGE -> new Result.GetStatusChange(results.objects("readers", CallReader::state));
            case CONNECT ->
                new Result.Connect(results.number("card"), symbols.protocol(results.text("activeProtocol")));
            case RECONNECT -> new Result.Reconnect(symbols.protocol(results.text("activeProtocol")));
            case STATUS ->
                new Result.Status(
                        results.text("reader"),
                        new CardState(results.word("state")),
                        symbols.protocol(results.text("protocol")),
                        results.bytes("atr"));
            case TRANSMIT -> new Result.Transmit(results.object("recvPci", this::pci), results.bytes("recvBuffer"));
            case CONTROL -> new Result.Control(results.bytes("recvBuffer"));
            case GET_ATTRIB -> new Result.GetAttrib(results.bytes("value"));
            default -> Result.NONE;
        };
    }

    private Pci pci(Fields fields) {
        return new Pci(
                symbols.protocol(fields.text("protocol")),
                fields.optionalLong("length").orElse(0));
    }

    private static Hidden hidden(Fields fields) {
        return new Hidden(fields.optionalText("shape"));
    }

    private static ReaderQuery query(Fields fields) {
        return new ReaderQuery(fields.text("reader"), new EventState(fields.word("currentState")));
    }

    private static ReaderState state(Fields fields) {
        return new ReaderState(
                fields.text("reader"),
                fields.has("currentState")
                        ? Optional.of(new EventState(fields.word("currentState")))
                        : Optional.empty(),
                new EventState(fields.word("eventState")),
                fields.bytes("atr"));
    }
}
