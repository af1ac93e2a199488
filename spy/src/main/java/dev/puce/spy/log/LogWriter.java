package dev.puce.spy.log;

import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.Call;
import dev.puce.pcsc.Caller;
import dev.puce.pcsc.Hidden;
import dev.puce.pcsc.Pci;
import dev.puce.pcsc.Protocol;
import dev.puce.pcsc.ReaderQuery;
import dev.puce.pcsc.ReaderState;
import dev.puce.pcsc.Result;
import dev.puce.pcsc.TracedCall;
import dev.puce.spy.TextBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Hands the lines that libpcscspy (2.1 and newer) would have written of a call to a [LogParser]: so calls of any
/// source are shown as pcsc-spy shows logs.
///
/// What the source of the calls cannot see is written as `?`, what redaction took away as [Hidden#toString].
public final class LogWriter {
    private static final String UNSEEN = "?";
    private static final String NULL = "NULL";

    private final LogParser parser;
    private final TextBuffer text = new TextBuffer();
    private Caller caller = Caller.UNKNOWN;
    private String thread = "";
    private long lines;

    public LogWriter(LogParser parser) {
        this.parser = parser;
    }

    /// Hands over the lines of the call.
    public void write(TracedCall traced) {
        if (!traced.caller().equals(caller)) {
            caller = traced.caller();
            thread = thread(caller);
        }
        String function = traced.call().function().symbol();
        beginLine().append(">|");
        time(traced.startNanos()).append(function);
        endLine();
        var result = traced.outcome().map(TracedCall.Outcome::result).orElse(Result.NONE);
        values(traced.call(), result);
        traced.outcome().ifPresent(outcome -> {
            beginLine().append("<|");
            time(traced.startNanos() + outcome.durationNanos()).append(function).append("|0x");
            text.hex(Integer.toUnsignedLong(outcome.code().value()), 8);
            endLine();
        });
    }

    private TextBuffer time(long nanos) {
        long micros = nanos / 1000;
        return text.decimal(micros / 1_000_000)
                .append('|')
                .decimal(micros % 1_000_000)
                .append('|');
    }

    /// A thread of a connection, as a number in hex; connections stand for threads where those are not known.
    private static String thread(Caller caller) {
        return caller.thread().orElse("") + (caller.connection() == 0 ? "" : "C" + caller.connection());
    }

    private void values(Call call, Result result) {
        switch (call) {
            case Call.EstablishContext(var scope) -> {
                number(scope.value());
                number(result instanceof Result.EstablishContext(long context) ? OptionalLong.of(context) : unseen());
            }
            case Call.ReleaseContext(long context) -> number(context);
            case Call.IsValidContext(long context) -> number(context);
            case Call.Cancel(long context) -> number(context);
            case Call.ListReaderGroups(long context) -> {
                number(context);
                line(UNSEEN);
                strings(result instanceof Result.ListReaderGroups(var groups) ? groups : null, result);
            }
            case Call.ListReaders(long context, var groups) -> {
                number(context);
                line(groups.map(names -> names.isEmpty() ? "(null)" : names.getFirst())
                        .orElse(UNSEEN));
                strings(result instanceof Result.ListReaders(var readers) ? readers : null, result);
            }
            case Call.GetStatusChange change -> statusChange(change, result);
            case Call.Connect connect -> {
                number(connect.context());
                line(connect.reader());
                number(connect.shareMode().value());
                number(connect.preferredProtocols().mask());
                line(UNSEEN);
                line(UNSEEN);
                var connected = result instanceof Result.Connect connection ? connection : null;
                number(connected == null ? unseen() : OptionalLong.of(connected.card()));
                protocol(connected == null ? null : connected.activeProtocol());
            }
            case Call.Reconnect reconnect -> {
                number(reconnect.card());
                number(reconnect.shareMode().value());
                number(reconnect.preferredProtocols().mask());
                number(reconnect.initialization().value());
                protocol(result instanceof Result.Reconnect(var protocol) ? protocol : null);
            }
            case Call.Disconnect(long card, var disposition) -> {
                number(card);
                number(disposition.value());
            }
            case Call.BeginTransaction(long card) -> number(card);
            case Call.EndTransaction(long card, var disposition) -> {
                number(card);
                number(disposition.value());
            }
            case Call.Status(long card) -> status(card, result);
            case Call.Transmit transmit -> {
                number(transmit.card());
                pci(transmit.sendPci());
                bytes(transmit.sendBuffer(), transmit.hidden());
                if (result instanceof Result.Transmit(var recvPci, var received)) {
                    pci(recvPci);
                    bytes(received, Optional.empty());
                } else {
                    line(UNSEEN);
                    line(UNSEEN);
                    noBytes(result);
                }
            }
            case Call.Control control -> {
                number(control.card());
                number(control.controlCode().value());
                bytes(control.sendBuffer(), control.hidden());
                answer(result instanceof Result.Control(var received) ? received : null, result);
            }
            case Call.GetAttrib(long card, var attribute) -> {
                number(card);
                number(attribute.value());
                answer(result instanceof Result.GetAttrib(var value) ? value : null, result);
            }
            case Call.SetAttrib(long card, var attribute, var value) -> {
                number(card);
                number(attribute.value());
                bytes(value, Optional.empty());
            }
            case Call.FreeMemory(long context, long memory) -> {
                number(context);
                number(memory);
            }
            case Call.Unknown _ -> {
                // has no place in this format
            }
        }
    }

    private void status(long card, Result result) {
        number(card);
        line(UNSEEN);
        line(UNSEEN);
        if (result instanceof Result.Status status) {
            number(status.reader().getBytes(StandardCharsets.UTF_8).length + 1L);
            line(status.reader());
            number(status.state().value());
            number(status.protocol().value());
            bytes(status.atr(), Optional.empty());
        } else {
            for (int i = 0; i < 5; i++) {
                line(UNSEEN);
            }
            line(NULL);
        }
    }

    private void statusChange(Call.GetStatusChange change, Result result) {
        number(change.context());
        number(change.timeout());
        List<ReaderState> states = result instanceof Result.GetStatusChange(var found) ? found : List.of();
        var queries = change.readers().orElse(List.of());
        int count = Math.max(queries.size(), states.size());
        number(change.readers().isPresent() || count > 0 ? OptionalLong.of(count) : unseen());
        for (int i = 0; i < count; i++) {
            ReaderQuery query = i < queries.size() ? queries.get(i) : null;
            line(query == null ? states.get(i).reader() : query.reader());
            number(
                    query == null
                            ? unseen()
                            : OptionalLong.of(query.currentState().value()));
            unseenState();
        }
        for (int i = 0; i < count; i++) {
            ReaderState state = i < states.size() ? states.get(i) : null;
            line(state == null ? queries.get(i).reader() : state.reader());
            if (state == null) {
                line(UNSEEN);
                unseenState();
                continue;
            }
            number(
                    state.currentState().isEmpty()
                            ? unseen()
                            : OptionalLong.of(state.currentState().get().value()));
            number(state.eventState().value());
            bytes(state.atr(), Optional.empty());
        }
    }

    private void unseenState() {
        line(UNSEEN);
        line(UNSEEN);
        line(NULL);
    }

    private void strings(List<String> strings, Result result) {
        if (strings == null) {
            noBytes(result);
            return;
        }
        long length = 1;
        for (String string : strings) {
            length += string.getBytes(StandardCharsets.UTF_8).length + 1L;
        }
        number(length);
        strings.forEach(this::line);
        line("");
    }

    private void answer(Bytes bytes, Result result) {
        if (bytes == null) {
            noBytes(result);
        } else {
            bytes(bytes, Optional.empty());
        }
    }

    private void noBytes(Result result) {
        number(result instanceof Result.BufferTooSmall(long needed) ? OptionalLong.of(needed) : unseen());
        line(NULL);
    }

    private void bytes(Bytes bytes, Optional<Hidden> hidden) {
        int shape = hidden.flatMap(Hidden::shape).map(String::length).orElse(-1);
        if (hidden.isEmpty()) {
            number(bytes.length());
            beginLine().spacedHex(bytes, 0, bytes.length());
            endLine();
        } else {
            line(shape < 0 ? Hidden.ENTIRELY.toString() : "0x%08X".formatted(bytes.length() + shape));
            line((bytes.toSpacedHex() + " " + hidden.get()).strip());
        }
    }

    private void pci(Pci pci) {
        number(pci.protocol().value());
        number(pci.length());
    }

    private void protocol(Protocol protocol) {
        number(protocol == null ? unseen() : OptionalLong.of(protocol.value()));
    }

    private static OptionalLong unseen() {
        return OptionalLong.empty();
    }

    private void number(OptionalLong value) {
        if (value.isPresent()) {
            number(value.getAsLong());
        } else {
            line(UNSEEN);
        }
    }

    /// A 32-bit value of the API, which the library logs without sign.
    private void number(int value) {
        number(Integer.toUnsignedLong(value));
    }

    private void number(long value) {
        beginLine().append("0x").hex(value, 8);
        endLine();
    }

    private void line(String value) {
        beginLine().append(value);
        endLine();
    }

    private TextBuffer beginLine() {
        text.truncate(0);
        return text.append(thread).append('@');
    }

    private void endLine() {
        parser.line(text.array(), 0, text.length(), ++lines);
    }
}
