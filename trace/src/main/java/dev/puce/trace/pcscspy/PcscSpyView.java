package dev.puce.trace.pcscspy;

import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.Call;
import dev.puce.pcsc.CallSink;
import dev.puce.pcsc.EventState;
import dev.puce.pcsc.Function;
import dev.puce.pcsc.Hidden;
import dev.puce.pcsc.Pci;
import dev.puce.pcsc.Protocol;
import dev.puce.pcsc.ReaderQuery;
import dev.puce.pcsc.ReaderState;
import dev.puce.pcsc.Result;
import dev.puce.pcsc.ReturnCode;
import dev.puce.pcsc.TracedCall;
import dev.puce.trace.TextBuffer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Shows calls of any source in the layout of pcsc-spy 2.x.
///
/// A value that the source of the calls does not show is printed as `?`, a hidden one as [Hidden#toString]. Marks and
/// calls of unknown functions have no place in this layout.
public final class PcscSpyView implements CallSink {
    private static final int DRAIN = 1 << 16;
    private static final String UNSEEN = "?";
    private static final String NULL = "NULL";
    private static final long UNKNOWN_WORD = Integer.toUnsignedLong(Protocol.UNKNOWN.value());

    private final OutputStream stream;
    private final PcscSpyRenderer.Options options;
    private final PcscSpyPrinter printer;
    private final ThreadColumns columns = new ThreadColumns();
    private final List<PcscSpyThread> threads = new ArrayList<>();
    private final TextBuffer buffer = new TextBuffer();
    private final LogText text = new LogText();
    private PcscSpyThread thread;
    private ReturnCode code = ReturnCode.SUCCESS;
    private String digits = code.hex();

    /// Writes to a stream, which stays open. Calls come without secrets.
    public PcscSpyView(OutputStream stream, PcscSpyRenderer.Options options) {
        this.stream = stream;
        this.options = options;
        printer = new PcscSpyPrinter(options);
    }

    @Override
    public void accept(TracedCall traced) throws IOException {
        if (traced.call() instanceof Call.Unknown || traced.call() instanceof Call.Mark) {
            return;
        }
        thread = thread(columns.column(traced.caller()));
        long start = traced.hasStart() ? traced.startNanos() / 1000 : PcscSpyPrinter.UNKNOWN_MICROS;
        printer.begin(thread, traced.call().function(), start);
        remember(traced);
        values(traced.call(), traced.result());
        if (traced.outcome().isPresent()) {
            end(traced, traced.outcome().get());
        }
        if (options.drainsEachCall() || printer.out.length() > DRAIN) {
            drain();
        }
    }

    private PcscSpyThread thread(int column) {
        while (threads.size() <= column) {
            threads.add(new PcscSpyThread(threads.size(), options.showsThreads()));
        }
        return threads.get(column);
    }

    /// Keeps the parts of an SCardControl that pcsc-spy explains after the call.
    private void remember(TracedCall traced) {
        if (traced.call() instanceof Call.Control control) {
            thread.controlCode = control.controlCode().value();
            thread.sent = control.sendBuffer();
            thread.hidden = control.hidden().map(Hidden::toString).orElse("");
            thread.received = traced.result() instanceof Result.Control(Bytes received, var _) ? received : Bytes.EMPTY;
        }
    }

    private void end(TracedCall traced, TracedCall.Outcome outcome) {
        if (!outcome.code().equals(code)) {
            code = outcome.code();
            digits = code.isKnown() ? code.hex() : "0x????????";
        }
        if (!traced.hasStart() && outcome.hasDuration()) {
            thread.beginMicros = 0; // of a duration alone, the start does not matter
        }
        long start = traced.hasStart() ? traced.startNanos() : 0;
        long end = outcome.hasDuration() ? (start + outcome.durationNanos()) / 1000 : PcscSpyPrinter.UNKNOWN_MICROS;
        printer.end(thread, code, digits, Optional.empty(), end);
    }

    private void drain() throws IOException {
        printer.out.drainTo(stream);
        if (options.drainsEachCall()) {
            stream.flush();
        }
    }

    /// Prints the totals.
    @Override
    public void close() throws IOException {
        printer.totals(threads);
        printer.out.drainTo(stream);
        stream.flush();
    }

    private void values(Call call, Result result) {
        switch (call) {
            case Call.EstablishContext(var scope) -> {
                number(LogItem.SCOPE, scope.value());
                number(
                        LogItem.NEW_CONTEXT,
                        result instanceof Result.EstablishContext(long context) ? OptionalLong.of(context) : unseen());
            }
            case Call.ReleaseContext(long context) -> number(LogItem.CONTEXT, context);
            case Call.IsValidContext(long context) -> number(LogItem.CONTEXT, context);
            case Call.Cancel(long context) -> number(LogItem.CONTEXT, context);
            case Call.ListReaderGroups(long context) -> {
                number(LogItem.CONTEXT, context);
                text(LogItem.GROUPS_LENGTH_GIVEN, UNSEEN);
                var groups = result instanceof Result.ListReaderGroups(var names) ? names : null;
                strings(LogItem.GROUPS_LENGTH, LogItem.GROUP_NAMES, groups, result);
            }
            case Call.ListReaders(long context, var groups) -> {
                number(LogItem.CONTEXT, context);
                text(
                        LogItem.GROUPS,
                        groups.map(names -> names.isEmpty() ? "(null)" : names.getFirst())
                                .orElse(UNSEEN));
                var readers = result instanceof Result.ListReaders(var names) ? names : null;
                strings(LogItem.READERS_LENGTH, LogItem.READERS, readers, result);
            }
            case Call.GetStatusChange change -> statusChange(change, result);
            case Call.Connect connect -> {
                number(LogItem.CONTEXT, connect.context());
                text(LogItem.READER, connect.reader());
                number(LogItem.SHARE_MODE, connect.shareMode().value());
                number(LogItem.PREFERRED_PROTOCOLS, connect.preferredProtocols().mask());
                text(LogItem.CARD_BEFORE, UNSEEN);
                text(LogItem.PROTOCOL_BEFORE, UNSEEN);
                var connected = result instanceof Result.Connect connection ? connection : null;
                number(LogItem.NEW_CARD, connected == null ? unseen() : OptionalLong.of(connected.card()));
                protocol(connected == null ? null : connected.activeProtocol());
            }
            case Call.Reconnect reconnect -> {
                number(LogItem.CARD, reconnect.card());
                number(LogItem.SHARE_MODE, reconnect.shareMode().value());
                number(
                        LogItem.PREFERRED_PROTOCOLS,
                        reconnect.preferredProtocols().mask());
                number(LogItem.INITIALIZATION, reconnect.initialization().value());
                protocol(result instanceof Result.Reconnect(var protocol) ? protocol : null);
            }
            case Call.Disconnect(long card, var disposition) -> {
                number(LogItem.CARD, card);
                number(LogItem.DISPOSITION, disposition.value());
            }
            case Call.BeginTransaction(long card) -> number(LogItem.CARD, card);
            case Call.EndTransaction(long card, var disposition) -> {
                number(LogItem.CARD, card);
                number(LogItem.DISPOSITION, disposition.value());
            }
            case Call.Status(long card) -> status(card, result);
            case Call.Transmit transmit -> transmit(transmit, result);
            case Call.Control control -> {
                number(LogItem.CARD, control.card());
                number(LogItem.CONTROL_CODE, control.controlCode().value());
                bytes(LogItem.SEND_LENGTH, LogItem.SEND_BUFFER, control.sendBuffer(), control.hidden());
                if (result instanceof Result.Control(var received, var hidden)) {
                    bytes(LogItem.RECV_LENGTH, LogItem.RECV_BUFFER, received, hidden);
                } else {
                    answer(LogItem.RECV_LENGTH, LogItem.RECV_BUFFER, null, result);
                }
            }
            case Call.GetAttrib(long card, var attribute) -> {
                number(LogItem.CARD, card);
                number(LogItem.ATTRIBUTE, attribute.value());
                var value = result instanceof Result.GetAttrib(var bytes) ? bytes : null;
                answer(LogItem.GET_LENGTH, LogItem.GET_VALUE, value, result);
            }
            case Call.SetAttrib(long card, var attribute, var value) -> {
                number(LogItem.CARD, card);
                number(LogItem.ATTRIBUTE, attribute.value());
                bytes(LogItem.SET_LENGTH, LogItem.SET_VALUE, value, Optional.empty());
            }
            case Call.FreeMemory(long context, long memory) -> {
                number(LogItem.CONTEXT, context);
                number(LogItem.MEMORY, memory);
            }
            case Call.NameOnly(var function) -> {
                if (function == Function.TRANSMIT) {
                    response(result);
                }
            }
            case Call.Mark _, Call.Unknown _ -> {
                // has no place in this format
            }
        }
    }

    private void transmit(Call.Transmit transmit, Result result) {
        number(LogItem.CARD, transmit.card());
        pci(LogItem.SEND_PROTOCOL, LogItem.SEND_PCI_LENGTH, transmit.sendPci());
        bytes(LogItem.SEND_LENGTH, LogItem.SEND_BUFFER, transmit.sendBuffer(), transmit.hidden());
        response(result);
    }

    private void response(Result result) {
        if (result instanceof Result.Transmit(var recvPci, var received, var hidden)) {
            pci(LogItem.RECV_PROTOCOL, LogItem.RECV_PCI_LENGTH, recvPci);
            bytes(LogItem.RECV_LENGTH, LogItem.RECV_BUFFER, received, hidden);
        } else {
            text(LogItem.RECV_PROTOCOL, UNSEEN);
            text(LogItem.RECV_PCI_LENGTH, UNSEEN);
            answer(LogItem.RECV_LENGTH, LogItem.RECV_BUFFER, null, result);
        }
    }

    private void status(long card, Result result) {
        number(LogItem.CARD, card);
        text(LogItem.NAME_LENGTH_GIVEN, UNSEEN);
        text(LogItem.ATR_LENGTH_GIVEN, UNSEEN);
        if (result instanceof Result.Status status) {
            number(LogItem.NAME_LENGTH, status.reader().getBytes(StandardCharsets.UTF_8).length + 1L);
            text(LogItem.NAME, status.reader());
            number(LogItem.STATE, status.state().value());
            number(LogItem.PROTOCOL, status.protocol().value());
            bytes(LogItem.ATR_LENGTH, LogItem.ATR, status.atr(), Optional.empty());
        } else {
            text(LogItem.NAME_LENGTH, UNSEEN);
            text(LogItem.NAME, UNSEEN);
            text(LogItem.STATE, UNSEEN);
            text(LogItem.PROTOCOL, UNSEEN);
            text(LogItem.ATR_LENGTH, UNSEEN);
            text(LogItem.ATR, NULL);
        }
    }

    private void statusChange(Call.GetStatusChange change, Result result) {
        number(LogItem.CONTEXT, change.context());
        number(LogItem.TIMEOUT, change.timeout());
        List<ReaderState> states = result instanceof Result.GetStatusChange(var found) ? found : List.of();
        var queries = change.readers().orElse(List.of());
        int count = Math.max(queries.size(), states.size());
        number(LogItem.READER_COUNT, change.readers().isPresent() || count > 0 ? OptionalLong.of(count) : unseen());
        for (int i = 0; i < count; i++) {
            ReaderQuery query = i < queries.size() ? queries.get(i) : null;
            text(LogItem.QUERY_READER, query == null ? states.get(i).reader() : query.reader());
            flags(LogItem.QUERY_CURRENT_STATE, Optional.ofNullable(query).map(ReaderQuery::currentState));
            text(LogItem.QUERY_EVENT_STATE, UNSEEN);
            text(LogItem.QUERY_ATR_LENGTH, UNSEEN);
            text(LogItem.QUERY_ATR, NULL);
        }
        for (int i = 0; i < count; i++) {
            ReaderState state = i < states.size() ? states.get(i) : null;
            text(LogItem.FOUND_READER, state == null ? queries.get(i).reader() : state.reader());
            flags(LogItem.FOUND_CURRENT_STATE, Optional.ofNullable(state).flatMap(ReaderState::currentState));
            flags(LogItem.FOUND_EVENT_STATE, Optional.ofNullable(state).map(ReaderState::eventState));
            if (state == null) {
                text(LogItem.FOUND_ATR_LENGTH, UNSEEN);
                text(LogItem.FOUND_ATR, NULL);
            } else {
                bytes(LogItem.FOUND_ATR_LENGTH, LogItem.FOUND_ATR, state.atr(), Optional.empty());
            }
        }
    }

    private void strings(LogItem lengthItem, LogItem item, List<String> strings, Result result) {
        if (strings == null) {
            answer(lengthItem, item, null, result);
            return;
        }
        long length = 1;
        for (String string : strings) {
            length += string.getBytes(StandardCharsets.UTF_8).length + 1L;
        }
        number(lengthItem, length);
        strings.forEach(string -> text(item, string));
        text(item, "");
    }

    /// @param bytes the returned bytes; null if there are none, then the result may contain their number
    private void answer(LogItem lengthItem, LogItem item, Bytes bytes, Result result) {
        if (bytes != null) {
            bytes(lengthItem, item, bytes, Optional.empty());
        } else {
            number(
                    lengthItem,
                    result instanceof Result.BufferTooSmall(long needed) ? OptionalLong.of(needed) : unseen());
            text(item, NULL);
        }
    }

    private void bytes(LogItem lengthItem, LogItem item, Bytes bytes, Optional<Hidden> hidden) {
        if (hidden.isEmpty()) {
            number(lengthItem, bytes.length());
            buffer.truncate(0);
            buffer.spacedHex(bytes, 0, bytes.length());
            value(item, text.setHex(buffer.array(), bytes.length()), "");
            return;
        }
        var shape = hidden.get().shape();
        if (shape.isPresent()) {
            number(lengthItem, bytes.length() + shape.get().length());
        } else {
            text(lengthItem, Hidden.ENTIRELY.toString());
        }
        buffer.truncate(0);
        buffer.spacedHex(bytes, 0, bytes.length());
        value(item, text.setHex(buffer.array(), bytes.length()), hidden.get().toString());
    }

    private void pci(LogItem protocol, LogItem length, Pci pci) {
        if (pci.equals(Pci.UNKNOWN)) {
            text(protocol, UNSEEN);
            text(length, UNSEEN);
            return;
        }
        number(protocol, pci.protocol().value());
        number(length, pci.length());
    }

    private void protocol(Protocol protocol) {
        number(LogItem.ACTIVE_PROTOCOL, protocol == null ? unseen() : OptionalLong.of(protocol.value()));
    }

    private void flags(LogItem item, Optional<EventState> state) {
        if (state.isPresent()) {
            number(item, state.get().value());
        } else {
            text(item, UNSEEN);
        }
    }

    private static OptionalLong unseen() {
        return OptionalLong.empty();
    }

    private void number(LogItem item, OptionalLong value) {
        if (value.isPresent()) {
            number(item, value.getAsLong());
        } else {
            text(item, UNSEEN);
        }
    }

    /// A 32-bit value of the API, which the library logs without sign.
    private void number(LogItem item, int value) {
        number(item, Integer.toUnsignedLong(value));
    }

    private void number(LogItem item, long value) {
        if (value == Call.UNKNOWN_HANDLE || value == UNKNOWN_WORD) {
            text(item, UNSEEN);
            return;
        }
        buffer.truncate(0);
        buffer.append('0').append('x').hex(value, 8);
        value(item, text.setNumber(buffer.array(), buffer.length(), value), "");
    }

    /// A text, without the white space at its end that a reader of a log cannot tell from that of the line.
    private void text(LogItem item, String value) {
        buffer.truncate(0);
        buffer.append(value.stripTrailing());
        value(item, text.set(buffer.array(), 0, buffer.length()), "");
    }

    private void value(LogItem item, LogText value, String hidden) {
        if (PcscSpyLine.of(item).style() == PcscSpyLine.Style.HEX_DUMP) {
            printer.dump(thread, item, value, value.hexLength(), hidden);
        } else {
            printer.value(thread, item, value);
        }
    }
}
