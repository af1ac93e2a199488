package dev.puce.trace.recording;

import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.Attribute;
import dev.puce.pcsc.Call;
import dev.puce.pcsc.CardState;
import dev.puce.pcsc.ControlCode;
import dev.puce.pcsc.Disposition;
import dev.puce.pcsc.EventState;
import dev.puce.pcsc.Function;
import dev.puce.pcsc.Hidden;
import dev.puce.pcsc.Inference;
import dev.puce.pcsc.Pci;
import dev.puce.pcsc.Protocol;
import dev.puce.pcsc.Protocols;
import dev.puce.pcsc.Provenance;
import dev.puce.pcsc.ReaderQuery;
import dev.puce.pcsc.ReaderState;
import dev.puce.pcsc.Result;
import dev.puce.pcsc.ReturnCode;
import dev.puce.pcsc.Scope;
import dev.puce.pcsc.ShareMode;
import dev.puce.pcsc.TracedCall;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Makes calls of the lines that [RecordingWriter] wrote, asking for properties in the order in which it wrote them.
final class CallReader {
    private static final int MAX_COMMENTS = 10_000;

    private final SortedMap<Long, String> comments = new TreeMap<>();
    private final Symbols symbols = new Symbols();
    private final Callers callers = new Callers();
    private final Map<String, Reading> readings = new HashMap<>();
    private final java.util.function.Function<Fields, Pci> readPci = this::pci;

    /// Reads the objects on the lines of one PC/SC function. It exists once for each function, since a new lambda for
    /// each line costs much until the JVM has compiled the code.
    private final class Reading {
        private final Function function;
        private final String name;
        private final java.util.function.Function<Fields, Call> arguments = this::call;
        private final java.util.function.Function<Fields, Result> results = this::result;

        Reading(Function function, String name) {
            this.function = function;
            this.name = name;
        }

        private Call call(Fields args) {
            return CallReader.this.call(function, name, args);
        }

        private Result result(Fields fields) {
            return CallReader.this.result(function, fields);
        }
    }

    CallReader() {
        for (Function function : Function.values()) {
            readings.put(function.symbol(), new Reading(function, function.symbol()));
        }
    }

    /// The reading of a function, which may be one that puce does not know.
    private Reading reading(String name) {
        var known = readings.get(name);
        return known != null ? known : new Reading(Function.UNKNOWN, name);
    }

    /// The call or mark on the line; null if the line is of another type.
    TracedCall call(Fields line) {
        String type = line.text("type");
        if (type.equals("comment")) {
            readComment(line);
            return null;
        }
        boolean isMark = type.equals("mark");
        if (!isMark && !type.equals("call")) {
            return null;
        }
        long sequence = line.optionalLong("seq").orElse(0);
        long start = line.optionalMicros("start_us").orElse(TracedCall.UNKNOWN_NANOS);
        var duration = line.optionalMicros("duration_us");
        var caller = callers.read(line);
        var provenance = provenance(line);
        if (isMark) {
            return new TracedCall(
                    sequence, caller, start, mark(line), Optional.of(TracedCall.Outcome.UNKNOWN), provenance);
        }
        var reading = reading(line.text("call"));
        var arguments = line.optionalObject("args", reading.arguments);
        var call = arguments.isPresent() ? arguments.get() : nameOnly(reading);
        var result = line.optionalObject("results", reading.results);
        var code = line.optionalText("code");
        var outcome = result.isPresent() || code.isPresent() || duration.isPresent()
                ? Optional.of(new TracedCall.Outcome(
                        code.isPresent() ? symbols.code(code.get()) : ReturnCode.UNKNOWN,
                        duration.orElse(TracedCall.UNKNOWN_NANOS),
                        result.orElse(Result.NONE)))
                : Optional.<TracedCall.Outcome>empty();
        return new TracedCall(sequence, caller, start, call, outcome, provenance);
    }

    private void readComment(Fields line) {
        long sequence = line.optionalLong("seq").orElse(0);
        String text = line.text("text");
        if (comments.size() < MAX_COMMENTS) {
            comments.put(sequence, text);
        }
    }

    /// The comments on calls so far, by number of the call.
    SortedMap<Long, String> comments() {
        return Collections.unmodifiableSortedMap(comments);
    }

    private static Provenance provenance(Fields line) {
        var source = line.optionalText("source");
        var reader = line.optionalText("reader");
        var inferred = line.has("inferred") ? line.strings("inferred") : List.<String>of();
        return reader.isEmpty() && inferred.isEmpty() && source.isEmpty()
                ? Provenance.DIRECT
                : new Provenance(
                        reader,
                        inferred.stream()
                                .flatMap(label -> Inference.of(label).stream())
                                .collect(Collectors.toSet()),
                        source);
    }

    private static Call mark(Fields line) {
        return new Call.Mark(
                line.text("mark"),
                line.optionalText("description").orElse(""),
                line.has("atr") ? Optional.of(line.bytes("atr")) : Optional.empty());
    }

    private static Call nameOnly(Reading reading) {
        return reading.function == Function.UNKNOWN
                ? new Call.Unknown(reading.name, "")
                : new Call.NameOnly(reading.function);
    }

    /// Takes note of a call that was read, through to the end of its line.
    void remember(TracedCall call) {
        callers.remember(call.caller());
    }

    private Call call(Function function, String name, Fields args) {
        return switch (function) {
            case ESTABLISH_CONTEXT ->
                new Call.EstablishContext(args.has("scope") ? symbols.scope(args.text("scope")) : Scope.UNKNOWN);
            case RELEASE_CONTEXT -> new Call.ReleaseContext(args.handle("context"));
            case IS_VALID_CONTEXT -> new Call.IsValidContext(args.handle("context"));
            case LIST_READER_GROUPS -> new Call.ListReaderGroups(args.handle("context"));
            case LIST_READERS ->
                new Call.ListReaders(
                        args.handle("context"),
                        args.has("groups") ? Optional.of(args.strings("groups")) : Optional.empty());
            case GET_STATUS_CHANGE ->
                new Call.GetStatusChange(
                        args.handle("context"),
                        args.optionalLong("timeout"),
                        args.has("readers")
                                ? Optional.of(args.objects("readers", CallReader::query))
                                : Optional.empty());
            case CANCEL -> new Call.Cancel(args.handle("context"));
            case CONNECT ->
                new Call.Connect(
                        args.handle("context"),
                        args.optionalText("reader").orElse(""),
                        shareMode(args),
                        protocols(args));
            case RECONNECT ->
                new Call.Reconnect(
                        args.handle("card"), shareMode(args), protocols(args), disposition(args, "initialization"));
            case DISCONNECT -> new Call.Disconnect(args.handle("card"), disposition(args, "disposition"));
            case BEGIN_TRANSACTION -> new Call.BeginTransaction(args.handle("card"));
            case END_TRANSACTION -> new Call.EndTransaction(args.handle("card"), disposition(args, "disposition"));
            case STATUS -> new Call.Status(args.handle("card"));
            case CONTROL -> {
                long card = args.handle("card");
                var code = new ControlCode(args.word("controlCode"));
                var sent = args.bytes("sendBuffer");
                var hidden = args.optionalObject("hidden", CallReader::hidden);
                yield new Call.Control(card, code, sent, args.optionalLong("recvLength"), hidden);
            }
            case GET_ATTRIB -> new Call.GetAttrib(args.handle("card"), new Attribute(args.word("attribute")));
            case SET_ATTRIB ->
                new Call.SetAttrib(args.handle("card"), new Attribute(args.word("attribute")), args.bytes("value"));
            case TRANSMIT -> {
                long card = args.handle("card");
                var sendPci = args.optionalObject("sendPci", readPci).orElse(Pci.UNKNOWN);
                var sent = args.bytes("sendBuffer");
                var hidden = args.optionalObject("hidden", CallReader::hidden);
                yield new Call.Transmit(card, sendPci, sent, args.optionalLong("recvLength"), hidden);
            }
            case FREE_MEMORY -> new Call.FreeMemory(args.handle("context"), args.number("memory"));
            case UNKNOWN ->
                new Call.Unknown(name, args.optionalText("description").orElse(""));
        };
    }

    private Result result(Function function, Fields results) {
        if (results.isEmpty()) {
            return Result.NONE;
        }
        if (results.has("needed")) {
            return new Result.BufferTooSmall(results.optionalLong("needed").orElse(0));
        }
        return switch (function) {
            case ESTABLISH_CONTEXT -> new Result.EstablishContext(results.handle("context"));
            case LIST_READER_GROUPS -> new Result.ListReaderGroups(results.strings("groups"));
            case LIST_READERS -> new Result.ListReaders(results.strings("readers"));
            case GET_STATUS_CHANGE -> new Result.GetStatusChange(results.objects("readers", CallReader::state));
            case CONNECT -> new Result.Connect(results.handle("card"), protocol(results, "activeProtocol"));
            case RECONNECT -> new Result.Reconnect(protocol(results, "activeProtocol"));
            case STATUS ->
                new Result.Status(
                        results.optionalText("reader").orElse(""),
                        results.has("state") ? new CardState(results.word("state")) : CardState.UNKNOWN_STATE,
                        protocol(results, "protocol"),
                        results.has("atr") ? results.bytes("atr") : Bytes.EMPTY);
            case TRANSMIT -> {
                var recvPci = results.optionalObject("recvPci", readPci).orElse(Pci.UNKNOWN);
                var received = results.bytes("recvBuffer");
                yield new Result.Transmit(recvPci, received, results.optionalObject("hidden", CallReader::hidden));
            }
            case CONTROL -> {
                var received = results.bytes("recvBuffer");
                yield new Result.Control(received, results.optionalObject("hidden", CallReader::hidden));
            }
            case GET_ATTRIB -> new Result.GetAttrib(results.bytes("value"));
            default -> Result.NONE;
        };
    }

    private ShareMode shareMode(Fields args) {
        return args.has("shareMode") ? symbols.shareMode(args.text("shareMode")) : ShareMode.UNKNOWN;
    }

    private Protocols protocols(Fields args) {
        return args.has("preferredProtocols") ? symbols.protocols(args.text("preferredProtocols")) : Protocols.UNKNOWN;
    }

    private Disposition disposition(Fields args, String name) {
        return args.has(name) ? symbols.disposition(args.text(name)) : Disposition.UNKNOWN;
    }

    private Protocol protocol(Fields results, String name) {
        return results.has(name) ? symbols.protocol(results.text(name)) : Protocol.UNKNOWN;
    }

    private static EventState state(Fields fields, String name) {
        return fields.has(name) ? new EventState(fields.word(name)) : EventState.UNKNOWN_STATE;
    }

    private Pci pci(Fields fields) {
        return new Pci(
                symbols.protocol(fields.text("protocol")),
                fields.optionalLong("length").orElse(0));
    }

    private static Hidden hidden(Fields fields) {
        return new Hidden(fields.optionalText("shape"), fields.optionalText("structure"));
    }

    private static ReaderQuery query(Fields fields) {
        return new ReaderQuery(fields.text("reader"), state(fields, "currentState"));
    }

    private static ReaderState state(Fields fields) {
        return new ReaderState(
                fields.text("reader"),
                fields.has("currentState")
                        ? Optional.of(new EventState(fields.word("currentState")))
                        : Optional.empty(),
                state(fields, "eventState"),
                fields.has("atr") ? fields.bytes("atr") : Bytes.EMPTY);
    }
}
