package dev.puce.trace.pcscd;

import dev.puce.pcsc.Call;
import dev.puce.pcsc.Caller;
import dev.puce.pcsc.ControlCode;
import dev.puce.pcsc.Disposition;
import dev.puce.pcsc.Function;
import dev.puce.pcsc.Inference;
import dev.puce.pcsc.Pci;
import dev.puce.pcsc.Protocols;
import dev.puce.pcsc.Provenance;
import dev.puce.pcsc.Result;
import dev.puce.pcsc.ReturnCode;
import dev.puce.pcsc.Scope;
import dev.puce.pcsc.ShareMode;
import dev.puce.trace.source.Origin;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// A connection to the daemon, and the call that is open on it.
final class PcscdClient {
    private static final int MOST_CARDS = 1000;

    private final Caller caller;
    /// Whether the log shows the connection from its start, so that all its handles are known.
    private final boolean isWhole;
    private final Map<Long, String> cards = new LinkedHashMap<>();
    private long context = Call.UNKNOWN_HANDLE;

    private Optional<Function> open = Optional.empty();
    private long sequence;
    private long startNanos;
    private PcscdValues values = new PcscdValues();

    PcscdClient(int connection, boolean isWhole) {
        this.isWhole = isWhole;
        caller = new Caller(
                "",
                OptionalInt.empty(),
                OptionalInt.empty(),
                List.of(),
                Optional.empty(),
                connection,
                Optional.empty());
    }

    void begin(Function function, long number, long nanos) {
        open = Optional.of(function);
        sequence = number;
        startNanos = nanos;
        values = new PcscdValues();
    }

    void close() {
        open = Optional.empty();
    }

    /// The function of the open call.
    Optional<Function> open() {
        return open;
    }

    /// The values that the log has for the open call.
    PcscdValues values() {
        return values;
    }

    long sequence() {
        return sequence;
    }

    long startNanos() {
        return startNanos;
    }

    boolean waitsForCommand() {
        return open.isPresent() && open.get() == Function.TRANSMIT && values.command.isEmpty();
    }

    /// The reader, if the client is connected to one alone. Of a connection that began before the log, it is
    /// inferred.
    Origin origin() {
        var readers = cards.values().stream().distinct().toList();
        var provenance = readers.size() == 1 ? Provenance.ofReader(readers.getFirst()) : Provenance.DIRECT;
        provenance = readers.size() == 1 && !isWhole ? provenance.with(Inference.READER) : provenance;
        provenance = values.isUndecided ? provenance.with(Inference.ANSWER) : provenance;
        return new Origin(this, caller, open.filter(PcscdClient::usesCard).isPresent() ? provenance : plain());
    }

    private Provenance plain() {
        return Provenance.DIRECT;
    }

    private static boolean usesCard(Function function) {
        return switch (function) {
            case RECONNECT, DISCONNECT, BEGIN_TRANSACTION, END_TRANSACTION, STATUS, TRANSMIT, CONTROL, GET_ATTRIB ->
                true;
            default -> false;
        };
    }

    private long card() {
        return isWhole && cards.size() == 1 ? cards.keySet().iterator().next() : Call.UNKNOWN_HANDLE;
    }

    /// The open call, as far as the log shows its arguments.
    Call call() {
        var function = open.orElseThrow();
        return switch (function) {
            case ESTABLISH_CONTEXT -> new Call.EstablishContext(Scope.UNKNOWN);
            case RELEASE_CONTEXT -> new Call.ReleaseContext(Call.isKnown(values.context) ? values.context : context);
            case CONNECT ->
                values.reader.isEmpty()
                        ? new Call.NameOnly(function)
                        : new Call.Connect(context, values.reader, ShareMode.UNKNOWN, values.protocols);
            case RECONNECT -> new Call.Reconnect(card(), ShareMode.UNKNOWN, Protocols.UNKNOWN, Disposition.UNKNOWN);
            case DISCONNECT -> new Call.Disconnect(card(), values.disposition);
            case BEGIN_TRANSACTION -> new Call.BeginTransaction(card());
            case END_TRANSACTION -> new Call.EndTransaction(card(), Disposition.UNKNOWN);
            case STATUS -> new Call.Status(card());
            case CANCEL -> new Call.Cancel(values.context);
            case TRANSMIT ->
                values.command.isEmpty()
                        ? new Call.NameOnly(function)
                        : new Call.Transmit(card(), values.pci(), values.command.get(), OptionalLong.empty());
            case CONTROL ->
                values.controlCode.isEmpty()
                        ? new Call.NameOnly(function)
                        : new Call.Control(
                                card(),
                                new ControlCode(values.controlCode.getAsInt()),
                                values.sent,
                                OptionalLong.empty());
            default -> new Call.NameOnly(function);
        };
    }

    /// The result of the open call, which returned that code. Remembers handles.
    Result result(ReturnCode code) {
        var function = open.orElseThrow();
        if (function == Function.TRANSMIT) {
            return values.response.isEmpty() ? Result.NONE : new Result.Transmit(Pci.UNKNOWN, values.response);
        }
        if (!code.isSuccess()) {
            return Result.NONE;
        }
        return switch (function) {
            case ESTABLISH_CONTEXT -> {
                context = values.context;
                yield Call.isKnown(context) ? new Result.EstablishContext(context) : Result.NONE;
            }
            case CONNECT -> {
                if (Call.isKnown(values.card) && cards.size() < MOST_CARDS) {
                    cards.put(values.card, values.reader);
                }
                yield new Result.Connect(values.card, values.protocol);
            }
            case DISCONNECT -> {
                if (cards.size() == 1) {
                    cards.clear();
                }
                yield Result.NONE;
            }
            case RECONNECT -> new Result.Reconnect(values.protocol);
            case CONTROL -> new Result.Control(values.received);
            default -> Result.NONE;
        };
    }
}
