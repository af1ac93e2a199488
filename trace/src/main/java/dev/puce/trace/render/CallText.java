package dev.puce.trace.render;

import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.Printable;
import dev.puce.pcsc.Call;
import dev.puce.pcsc.CardState;
import dev.puce.pcsc.Disposition;
import dev.puce.pcsc.EventState;
import dev.puce.pcsc.Protocol;
import dev.puce.pcsc.Protocols;
import dev.puce.pcsc.ReaderQuery;
import dev.puce.pcsc.ReaderState;
import dev.puce.pcsc.Result;
import dev.puce.pcsc.Scope;
import dev.puce.pcsc.ShareMode;
import dev.puce.pcsc.TracedCall;
import dev.puce.trace.TextBuffer;
import java.util.List;
import java.util.Locale;

/// The important arguments and results of a call, in words for one line: arguments, an arrow, results.
final class CallText {
    private static final String ARROW = "→ ";
    private static final long INFINITE = 0xFFFFFFFFL;

    private final boolean diffable;
    private final ApduText apdus;

    CallText(Palette palette, boolean diffable) {
        this.diffable = diffable;
        apdus = new ApduText(palette);
    }

    void append(TextBuffer out, TracedCall traced) {
        var result = traced.result();
        if (traced.call() instanceof Call.Transmit transmit) {
            apdus.append(out, transmit, result);
        } else {
            arguments(out, traced.call());
            results(out, traced.call(), result);
        }
        if (result instanceof Result.BufferTooSmall(long needed)) {
            arrow(out);
            out.decimal(needed).append(" bytes needed");
        }
    }

    private void arguments(TextBuffer out, Call call) {
        switch (call) {
            case Call.EstablishContext(Scope scope) -> out.append(shorten(scope.symbol(), "SCARD_SCOPE_"));
            case Call.ReleaseContext(long context) -> handle(out, context);
            case Call.IsValidContext(long context) -> handle(out, context);
            case Call.ListReaderGroups _ -> {
                // nothing to tell
            }
            case Call.ListReaders(var _, var groups) -> {
                if (groups.isPresent() && !groups.get().isEmpty()) {
                    out.append("groups ").append(Printable.of(String.join(", ", groups.get())));
                }
            }
            case Call.GetStatusChange change -> {
                change.timeout().ifPresent(millis -> timeout(out, millis));
                if (change.readers().isPresent()) {
                    for (ReaderQuery query : change.readers().get()) {
                        name(out, query.reader());
                        out.append(' ');
                        state(out, query.currentState());
                        out.append(' ');
                    }
                }
            }
            case Call.Cancel(long context) -> handle(out, context);
            case Call.Connect connect -> {
                name(out, connect.reader());
                out.append(' ');
                sharing(out, connect.shareMode(), connect.preferredProtocols());
            }
            case Call.Reconnect reconnect -> {
                sharing(out, reconnect.shareMode(), reconnect.preferredProtocols());
                if (!reconnect.initialization().equals(Disposition.UNKNOWN)) {
                    out.append(", ");
                    disposition(out, reconnect.initialization());
                }
            }
            case Call.Disconnect(var _, Disposition disposition) -> disposition(out, disposition);
            case Call.EndTransaction(var _, Disposition disposition) -> disposition(out, disposition);
            case Call.BeginTransaction _, Call.Status _, Call.Transmit _ -> {
                // nothing to tell
            }
            case Call.Control control -> {
                out.append(control.controlCode().toString()).append(' ');
                ApduText.bytes(out, control.sendBuffer());
                control.hidden().ifPresent(hidden -> out.append(' ').append(hidden.toString()));
            }
            case Call.GetAttrib(var _, var attribute) -> out.append(attribute.toString());
            case Call.SetAttrib(var _, var attribute, Bytes value) -> {
                out.append(attribute.toString()).append(' ');
                ApduText.bytes(out, value);
            }
            case Call.FreeMemory _ -> {
                // an address says nothing
            }
            case Call.NameOnly _ -> {
                // its arguments are unknown
            }
            case Call.Mark mark -> {
                out.append(Printable.of(mark.description())).append(' ');
                mark.atr().ifPresent(out::hex);
            }
            case Call.Unknown unknown -> out.append(Printable.of(unknown.description()));
        }
    }

    private void results(TextBuffer out, Call call, Result result) {
        switch (result) {
            case Result.Transmit(var _, Bytes received, var hidden) -> {
                arrow(out);
                ApduText.answer(out, received, hidden);
            }
            case Result.None _, Result.BufferTooSmall _ -> {
                // told elsewhere
            }
            case Result.EstablishContext(long context) -> {
                if (!diffable && Call.isKnown(context)) {
                    arrow(out);
                    handle(out, context);
                }
            }
            case Result.ListReaderGroups(var groups) -> names(out, groups);
            case Result.ListReaders(var readers) -> names(out, readers);
            case Result.GetStatusChange(var readers) -> {
                arrow(out);
                for (ReaderState state : readers) {
                    if (!(call instanceof Call.GetStatusChange change)
                            || change.readers().isEmpty()
                            || readers.size() > 1) {
                        name(out, state.reader());
                        out.append(' ');
                    }
                    state(out, state.eventState());
                    out.append(' ').hex(state.atr()).append(state.atr().isEmpty() ? "" : " ");
                }
            }
            case Result.Connect(long card, Protocol protocol) -> {
                if (!protocol.equals(Protocol.UNKNOWN) || Call.isKnown(card)) {
                    arrow(out);
                    out.append(protocol(protocol)).append(' ');
                    handle(out, card);
                }
            }
            case Result.Reconnect(Protocol protocol) -> {
                arrow(out);
                out.append(protocol(protocol));
            }
            case Result.Status status -> {
                arrow(out);
                name(out, status.reader());
                out.append(' ').append(state(status.state()).toString().replace("SCARD_", ""));
                out.append(' ').append(protocol(status.protocol())).append(' ');
                out.hex(status.atr());
            }
            case Result.Control(Bytes received, var hidden) -> {
                arrow(out);
                if (call instanceof Call.Control control && hidden.isEmpty()) {
                    ReaderText.answer(out, control.controlCode(), received);
                } else {
                    ApduText.answer(out, received, hidden);
                }
            }
            case Result.GetAttrib(Bytes value) -> {
                arrow(out);
                if (call instanceof Call.GetAttrib(var _, var attribute)) {
                    ReaderText.attribute(out, attribute, value);
                } else {
                    ApduText.bytes(out, value);
                }
            }
        }
    }

    private static void arrow(TextBuffer out) {
        if (out.length() > 0 && out.at(out.length() - 1) != ' ') {
            out.append(' ');
        }
        out.append(ARROW);
    }

    private static void name(TextBuffer out, String reader) {
        if (reader.isEmpty()) {
            out.append('?');
        } else {
            out.append('"').append(Printable.of(reader)).append('"');
        }
    }

    private static void names(TextBuffer out, List<String> names) {
        arrow(out);
        if (names.isEmpty()) {
            out.append("none");
        }
        String separator = "";
        for (String name : names) {
            out.append(separator);
            name(out, name);
            separator = ", ";
        }
    }

    private void handle(TextBuffer out, long handle) {
        if (!diffable && Call.isKnown(handle)) {
            out.append("0x").hex(handle, 8);
        }
    }

    private void state(TextBuffer out, EventState state) {
        boolean counts = !diffable || state.equals(EventState.UNKNOWN_STATE);
        out.append((counts ? state : new EventState(state.value() & 0xFFFF))
                .toString()
                .replace("SCARD_STATE_", ""));
    }

    /// The state without the event counter if executions are compared.
    private CardState state(CardState state) {
        return diffable && !state.equals(CardState.UNKNOWN_STATE) ? new CardState(state.value() & 0xFFFF) : state;
    }

    private static void timeout(TextBuffer out, long millis) {
        if (millis == INFINITE) {
            out.append("without limit ");
        } else {
            out.append("for ").decimal(millis).append(" ms ");
        }
    }

    private static void sharing(TextBuffer out, ShareMode mode, Protocols protocols) {
        if (mode.equals(ShareMode.UNKNOWN) && protocols.equals(Protocols.UNKNOWN)) {
            return;
        }
        out.append(shorten(mode.symbol(), "SCARD_SHARE_")).append(' ');
        out.append(
                protocols.mask() == 0
                        ? "no protocol"
                        : protocols.toString().replace("SCARD_PROTOCOL_T", "T=").replace("SCARD_PROTOCOL_", ""));
    }

    private static void disposition(TextBuffer out, Disposition disposition) {
        out.append(shorten(disposition.symbol(), "SCARD_").replace("_card", ""));
    }

    private static String protocol(Protocol protocol) {
        return protocol.symbol().replace("SCARD_PROTOCOL_T", "T=").replace("SCARD_PROTOCOL_", "");
    }

    /// `shared` for `SCARD_SHARE_SHARED`.
    private static String shorten(String symbol, String prefix) {
        return symbol.startsWith(prefix) ? symbol.substring(prefix.length()).toLowerCase(Locale.ROOT) : symbol;
    }
}
