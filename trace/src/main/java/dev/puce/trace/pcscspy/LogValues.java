package dev.puce.trace.pcscspy;

import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.Attribute;
import dev.puce.pcsc.Call;
import dev.puce.pcsc.CardState;
import dev.puce.pcsc.ControlCode;
import dev.puce.pcsc.Disposition;
import dev.puce.pcsc.EventState;
import dev.puce.pcsc.Function;
import dev.puce.pcsc.Pci;
import dev.puce.pcsc.Protocol;
import dev.puce.pcsc.Protocols;
import dev.puce.pcsc.ReaderQuery;
import dev.puce.pcsc.ReaderState;
import dev.puce.pcsc.Result;
import dev.puce.pcsc.ReturnCode;
import dev.puce.pcsc.Scope;
import dev.puce.pcsc.ShareMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// The values of one call in a log, and the [Call] and [Result] that they make.
@SuppressWarnings("EnumOrdinal") // indexes arrays and bits of this object alone, many times a microsecond
final class LogValues {
    /// The value that `SCardTransmit` logs for a protocol control information that was not given.
    private static final long NO_PCI = -1;

    private final long[] numbers = new long[LogItem.values().length];
    private long seen; // a bit for each item
    private long given; // a bit for each number that is not NULL
    private String string = "";
    private List<String> strings = new ArrayList<>();
    private Bytes sent = Bytes.EMPTY;
    private Bytes received = Bytes.EMPTY;
    private boolean askedForSize; // the caller gave no buffer
    private List<ReaderQuery> queries = new ArrayList<>();
    private List<ReaderState> states = new ArrayList<>();

    void clear() {
        seen = 0;
        given = 0;
        string = "";
        strings = new ArrayList<>();
        sent = Bytes.EMPTY;
        received = Bytes.EMPTY;
        askedForSize = false;
        queries = new ArrayList<>();
        states = new ArrayList<>();
    }

    void put(LogItem item, LogText text) {
        seen |= bit(item);
        switch (item.kind()) {
            case NUMBER -> {
                if (text.isNumber()) {
                    given |= bit(item);
                    numbers[item.ordinal()] = text.number();
                } else {
                    given &= ~bit(item);
                }
            }
            case STRING -> string = text.toString();
            case STRINGS -> {
                askedForSize |= text.is("NULL");
                if (text.length() > 0 && !text.is("NULL") && !text.is("\"\"")) {
                    strings.add(text.toString());
                }
            }
            case BYTES -> putBytes(item, text);
        }
    }

    private void putBytes(LogItem item, LogText text) {
        switch (item) {
            case SEND_BUFFER, SET_VALUE -> sent = text.hexBytes();
            case QUERY_ATR -> queries.add(new ReaderQuery(string, event(LogItem.QUERY_CURRENT_STATE)));
            case FOUND_ATR ->
                states.add(new ReaderState(
                        string,
                        Optional.of(event(LogItem.FOUND_CURRENT_STATE)),
                        event(LogItem.FOUND_EVENT_STATE),
                        text.hexBytes()));
            default -> {
                askedForSize |= text.is("NULL");
                received = text.hexBytes();
            }
        }
    }

    /// The call, or [Call.Unknown] if a value that belongs to it is missing.
    Call call(Function function) {
        return switch (function) {
            case ESTABLISH_CONTEXT ->
                has(LogItem.SCOPE) ? new Call.EstablishContext(new Scope(word(LogItem.SCOPE))) : damaged(function);
            case LIST_READERS -> has(LogItem.CONTEXT) ? new Call.ListReaders(context(), groups()) : damaged(function);
            case GET_STATUS_CHANGE ->
                has(LogItem.CONTEXT, LogItem.TIMEOUT)
                        ? new Call.GetStatusChange(
                                context(), number(LogItem.TIMEOUT), Optional.of(List.copyOf(queries)))
                        : damaged(function);
            case FREE_MEMORY ->
                has(LogItem.CONTEXT, LogItem.MEMORY)
                        ? new Call.FreeMemory(context(), value(LogItem.MEMORY))
                        : damaged(function);
            case CONNECT ->
                has(LogItem.CONTEXT, LogItem.READER, LogItem.SHARE_MODE, LogItem.PREFERRED_PROTOCOLS)
                        ? new Call.Connect(context(), string, shareMode(), protocols())
                        : damaged(function);
            case RELEASE_CONTEXT, IS_VALID_CONTEXT, LIST_READER_GROUPS, CANCEL ->
                has(LogItem.CONTEXT) ? contextCall(function) : damaged(function);
            default -> has(LogItem.CARD) ? cardCall(function) : damaged(function);
        };
    }

    private Call contextCall(Function function) {
        return switch (function) {
            case RELEASE_CONTEXT -> new Call.ReleaseContext(context());
            case IS_VALID_CONTEXT -> new Call.IsValidContext(context());
            case LIST_READER_GROUPS -> new Call.ListReaderGroups(context());
            default -> new Call.Cancel(context());
        };
    }

    private Call cardCall(Function function) {
        return switch (function) {
            case RECONNECT ->
                has(LogItem.SHARE_MODE, LogItem.PREFERRED_PROTOCOLS, LogItem.INITIALIZATION)
                        ? new Call.Reconnect(
                                card(), shareMode(), protocols(), new Disposition(word(LogItem.INITIALIZATION)))
                        : damaged(function);
            case DISCONNECT ->
                has(LogItem.DISPOSITION) ? new Call.Disconnect(card(), disposition()) : damaged(function);
            case END_TRANSACTION ->
                has(LogItem.DISPOSITION) ? new Call.EndTransaction(card(), disposition()) : damaged(function);
            case BEGIN_TRANSACTION -> new Call.BeginTransaction(card());
            case STATUS -> new Call.Status(card());
            case CONTROL ->
                has(LogItem.CONTROL_CODE, LogItem.SEND_LENGTH, LogItem.SEND_BUFFER)
                        ? new Call.Control(
                                card(), new ControlCode(word(LogItem.CONTROL_CODE)), sent, OptionalLong.empty())
                        : damaged(function);
            case TRANSMIT ->
                has(LogItem.SEND_PROTOCOL, LogItem.SEND_PCI_LENGTH, LogItem.SEND_LENGTH, LogItem.SEND_BUFFER)
                        ? new Call.Transmit(
                                card(), pci(LogItem.SEND_PROTOCOL, LogItem.SEND_PCI_LENGTH), sent, OptionalLong.empty())
                        : damaged(function);
            case GET_ATTRIB -> has(LogItem.ATTRIBUTE) ? new Call.GetAttrib(card(), attribute()) : damaged(function);
            case SET_ATTRIB ->
                has(LogItem.ATTRIBUTE, LogItem.SET_VALUE)
                        ? new Call.SetAttrib(card(), attribute(), sent)
                        : damaged(function);
            default -> damaged(function);
        };
    }

    private static Call damaged(Function function) {
        return new Call.Unknown(function.symbol(), "lines of this call are missing in the log");
    }

    /// The results beside the code.
    Result result(Function function, ReturnCode code) {
        if (code.equals(ReturnCode.INSUFFICIENT_BUFFER)
                || (code.isSuccess() && askedForSize && function != Function.STATUS)) {
            return needed(function);
        }
        if (!code.isSuccess() && function != Function.GET_STATUS_CHANGE) {
            return Result.NONE; // the log then shows the old content of the caller's memory
        }
        return switch (function) {
            case ESTABLISH_CONTEXT -> new Result.EstablishContext(handle(LogItem.NEW_CONTEXT));
            case LIST_READER_GROUPS -> new Result.ListReaderGroups(strings);
            case LIST_READERS -> new Result.ListReaders(strings);
            case GET_STATUS_CHANGE -> new Result.GetStatusChange(states);
            case CONNECT -> new Result.Connect(handle(LogItem.NEW_CARD), protocol(LogItem.ACTIVE_PROTOCOL));
            case RECONNECT -> new Result.Reconnect(protocol(LogItem.ACTIVE_PROTOCOL));
            case STATUS ->
                new Result.Status(
                        strings.isEmpty() ? "" : strings.getFirst(),
                        new CardState(word(LogItem.STATE)),
                        protocol(LogItem.PROTOCOL),
                        received);
            case TRANSMIT -> new Result.Transmit(pci(LogItem.RECV_PROTOCOL, LogItem.RECV_PCI_LENGTH), received);
            case CONTROL -> new Result.Control(received);
            case GET_ATTRIB -> new Result.GetAttrib(received);
            default -> Result.NONE;
        };
    }

    private Result needed(Function function) {
        var length = switch (function) {
            case TRANSMIT, CONTROL -> number(LogItem.RECV_LENGTH);
            case GET_ATTRIB -> number(LogItem.GET_LENGTH);
            case LIST_READERS -> number(LogItem.READERS_LENGTH);
            case LIST_READER_GROUPS -> number(LogItem.GROUPS_LENGTH);
            case STATUS -> number(LogItem.NAME_LENGTH);
            default -> OptionalLong.empty();
        };
        return length.isPresent() ? new Result.BufferTooSmall(length.getAsLong()) : Result.NONE;
    }

    private Optional<List<String>> groups() {
        return Optional.of(string.isEmpty() || string.equals("(null)") ? List.of() : List.of(string));
    }

    private long context() {
        return handle(LogItem.CONTEXT);
    }

    private long card() {
        return handle(LogItem.CARD);
    }

    private ShareMode shareMode() {
        return new ShareMode(word(LogItem.SHARE_MODE));
    }

    private Protocols protocols() {
        return new Protocols(word(LogItem.PREFERRED_PROTOCOLS));
    }

    private Disposition disposition() {
        return new Disposition(word(LogItem.DISPOSITION));
    }

    private Attribute attribute() {
        return new Attribute(word(LogItem.ATTRIBUTE));
    }

    private Protocol protocol(LogItem item) {
        return new Protocol(word(item));
    }

    private EventState event(LogItem item) {
        return new EventState(word(item));
    }

    private Pci pci(LogItem protocol, LogItem length) {
        if ((given & bit(protocol)) == 0) {
            return Pci.UNKNOWN;
        }
        return value(protocol) == NO_PCI
                ? new Pci(Protocol.UNDEFINED, 0)
                : new Pci(new Protocol(word(protocol)), value(length));
    }

    private boolean has(LogItem... items) {
        for (LogItem item : items) {
            if ((seen & bit(item)) == 0) {
                return false;
            }
        }
        return true;
    }

    private OptionalLong number(LogItem item) {
        return (given & bit(item)) == 0 ? OptionalLong.empty() : OptionalLong.of(numbers[item.ordinal()]);
    }

    private long handle(LogItem item) {
        return (given & bit(item)) == 0 ? Call.UNKNOWN_HANDLE : numbers[item.ordinal()];
    }

    /// The number, 0 where none is given.
    private long value(LogItem item) {
        return (given & bit(item)) == 0 ? 0 : numbers[item.ordinal()];
    }

    /// The low 32 bits, or the value of every `UNKNOWN`.
    private int word(LogItem item) {
        return (given & bit(item)) == 0 ? Protocol.UNKNOWN.value() : (int) numbers[item.ordinal()];
    }

    private static long bit(LogItem item) {
        return 1L << item.ordinal();
    }
}
