package dev.puce.trace.redaction;

import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.Attribute;
import dev.puce.pcsc.Call;
import dev.puce.pcsc.Caller;
import dev.puce.pcsc.ControlCode;
import dev.puce.pcsc.Disposition;
import dev.puce.pcsc.EventState;
import dev.puce.pcsc.Hidden;
import dev.puce.pcsc.ReaderState;
import dev.puce.pcsc.Result;
import dev.puce.pcsc.ReturnCode;
import dev.puce.pcsc.TracedCall;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// Removes the secrets from calls.
///
/// It must see all calls, in their order: the selected application decides, and a command may continue another one.
/// Views that see the parts of a call one by one use [#command], [#answer] and their counterparts for controls.
public final class Redactor {
    private static final int STATUS_WORD = 2;

    private final Redaction redaction;
    private final Secrets secrets = new Secrets();
    private final PublicCalls publicCalls = new PublicCalls();

    /// A redactor that has not seen a call.
    public Redactor(Redaction redaction) {
        this.redaction = redaction;
    }

    /// How much it removes.
    public Redaction redaction() {
        return redaction;
    }

    /// The call without its secrets; the same object if it has none.
    public TracedCall redact(TracedCall traced) {
        if (redaction == Redaction.OFF) {
            return traced;
        }
        var redacted = withoutSecrets(traced);
        return switch (redaction) {
            case PUBLIC -> publicCalls.of(redacted);
            case STRICT -> StrictCalls.of(redacted);
            default -> redacted;
        };
    }

    private TracedCall withoutSecrets(TracedCall traced) {
        if (traced.call() instanceof Call.Transmit transmit) {
            return transmit(transmit, traced);
        }
        if (traced.call() instanceof Call.Control control) {
            return control(control, traced);
        }
        note(traced);
        return traced;
    }

    private TracedCall transmit(Call.Transmit transmit, TracedCall traced) {
        long card = key(transmit.card(), traced);
        var sent = transmit.sendBuffer();
        boolean isCut = transmit.hidden().isPresent();
        var cut = secrets.card(card).command(sent, isCut);
        var shown = isCut
                ? cutBefore(sent, transmit.hidden())
                : shown(cut, secrets.card(card).isHarmless(), sent);
        var result = traced.result() instanceof Result.Transmit received ? received : null;
        var kind = secrets.card(card).response(result == null ? Bytes.EMPTY : result.recvBuffer());
        noteCode(card, traced);
        var answer = result == null || result.hidden().isPresent() ? null : answer(kind, result.recvBuffer());
        boolean isAnswerHidden = answer != null && answer.hidden().isPresent();
        if (shown.hidden().equals(transmit.hidden()) && shown.visible().equals(sent) && !isAnswerHidden) {
            return traced;
        }
        Call call = shown.hidden().isEmpty()
                ? transmit
                : new Call.Transmit(
                        transmit.card(), transmit.sendPci(), shown.visible(), transmit.recvLength(), shown.hidden());
        return traced.with(
                call,
                isAnswerHidden
                        ? with(traced, new Result.Transmit(result.recvPci(), answer.visible(), answer.hidden()))
                        : traced.outcome());
    }

    private TracedCall control(Call.Control control, TracedCall traced) {
        long card = key(control.card(), traced);
        var code = control.controlCode();
        var sent = control.sendBuffer();
        boolean isCut = control.hidden().isPresent();
        var cut = secrets.control(card, code, sent, isCut);
        var shown = isCut ? cutBefore(sent, control.hidden()) : controlShown(cut, code, sent);
        var result = traced.result() instanceof Result.Control received ? received : null;
        var answer =
                result == null || result.hidden().isPresent() ? null : controlAnswer(card, code, result.recvBuffer());
        noteCode(card, traced);
        boolean isAnswerHidden = answer != null && answer.hidden().isPresent();
        if (shown.hidden().equals(control.hidden()) && shown.visible().equals(sent) && !isAnswerHidden) {
            return traced;
        }
        Call call = shown.hidden().isEmpty()
                ? control
                : new Call.Control(control.card(), code, shown.visible(), control.recvLength(), shown.hidden());
        return traced.with(
                call,
                isAnswerHidden
                        ? with(traced, new Result.Control(answer.visible(), answer.hidden()))
                        : traced.outcome());
    }

    private static Optional<TracedCall.Outcome> with(TracedCall traced, Result result) {
        return traced.outcome().map(outcome -> new TracedCall.Outcome(outcome.code(), outcome.durationNanos(), result));
    }

    /// Notes the readers of handles, resets, removals and answers to reset.
    private void note(TracedCall traced) {
        var result = traced.result();
        switch (traced.call()) {
            case Call.Connect connect -> {
                if (result instanceof Result.Connect(long card, var _)) {
                    connected(key(card, traced), connect.reader());
                }
            }
            case Call.Status(long card) -> {
                if (result instanceof Result.Status status) {
                    long handle = key(card, traced);
                    connected(handle, status.reader());
                    secrets.card(handle).atr(status.atr());
                }
                noteCode(key(card, traced), traced);
            }
            case Call.Reconnect reconnect -> ended(key(reconnect.card(), traced), reconnect.initialization(), traced);
            case Call.Disconnect(long card, var disposition) -> ended(key(card, traced), disposition, traced);
            case Call.EndTransaction(long card, var disposition) -> ended(key(card, traced), disposition, traced);
            case Call.BeginTransaction(long card) -> noteCode(key(card, traced), traced);
            case Call.GetStatusChange _ -> {
                if (result instanceof Result.GetStatusChange(var states)) {
                    states.forEach(state -> state(state.reader(), state));
                }
            }
            case Call.Mark mark ->
                mark.atr()
                        .ifPresent(atr ->
                                secrets.card(key(Call.UNKNOWN_HANDLE, traced)).reset(atr));
            default -> {}
        }
    }

    private void state(String reader, ReaderState state) {
        var event = state.eventState();
        if (event.has(EventState.EMPTY)) {
            secrets.cardIn(reader).reset(Bytes.EMPTY);
        } else {
            secrets.cardIn(reader).atr(state.atr());
        }
    }

    private void ended(long card, Disposition disposition, TracedCall traced) {
        if (isSuccess(traced)) {
            ended(card, disposition);
        }
        noteCode(card, traced);
    }

    private static boolean isSuccess(TracedCall traced) {
        return traced.outcome().isPresent() && traced.outcome().get().code().isSuccess();
    }

    private void noteCode(long card, TracedCall traced) {
        if (traced.outcome().isPresent()) {
            returned(card, traced.outcome().get().code());
        }
    }

    /// A handle leads to a reader.
    public void connected(long card, String reader) {
        secrets.connected(card, reader);
    }

    /// A call on a handle returned. Some codes say that the card was reset or removed.
    public void returned(long card, ReturnCode code) {
        if (code.equals(ReturnCode.RESET_CARD)
                || code.equals(ReturnCode.REMOVED_CARD)
                || code.equals(ReturnCode.UNPOWERED_CARD)) {
            secrets.card(card).reset();
        }
    }

    /// A connection or a transaction ended, or began again, with this effect on the card.
    public void ended(long card, Disposition disposition) {
        if (disposition.equals(Disposition.RESET)
                || disposition.equals(Disposition.UNPOWER)
                || disposition.equals(Disposition.EJECT)) {
            secrets.card(card).reset();
        }
    }

    /// The next command to a card without its secrets. The response follows with [#answer].
    public Shown command(long card, Bytes command) {
        var state = secrets.card(card);
        return shown(state.command(command, false), state.isHarmless(), command);
    }

    /// Whether the response to the last command is secret, as far as the command tells.
    public boolean isAnswerSecret(long card) {
        return redaction != Redaction.OFF && secrets.card(card).expected() == AnswerKind.SECRET;
    }

    /// The response to the last command, without its secrets.
    ///
    /// @param response the response; empty if it is not known
    public ShownAnswer answer(long card, Bytes response) {
        return answer(secrets.card(card).response(response), response);
    }

    /// An ATR, without its historical bytes if the level is [Redaction#STRICT].
    public Bytes atr(Bytes atr) {
        return redaction == Redaction.STRICT ? StrictCalls.atr(atr) : atr;
    }

    /// The value of an attribute, or its length as text if the level is [Redaction#STRICT] and the value may not be
    /// harmless.
    public Bytes attribute(Attribute attribute, Bytes value) {
        return redaction == Redaction.STRICT ? StrictCalls.value(attribute, value) : value;
    }

    /// Bytes that are secret as a whole.
    public Shown everything(Bytes sent) {
        return shown(Cut.ALL, false, sent);
    }

    /// A response without its data.
    public ShownAnswer hidden(Bytes response) {
        return answer(AnswerKind.SECRET, response);
    }

    /// Bytes for a reader's driver, without their secrets. The driver's answer follows with [#controlAnswer].
    public Shown control(long card, ControlCode code, Bytes sent) {
        var cut = secrets.control(card, code, sent, false);
        return controlShown(cut, code, sent);
    }

    /// Bytes for a driver have no header that would be public.
    private Shown controlShown(Cut cut, ControlCode code, Bytes sent) {
        boolean isFeatureRequest = Secrets.isFeatureRequest(code);
        return redaction == Redaction.PUBLIC && !isFeatureRequest && !sent.isEmpty()
                ? new Shown(Bytes.EMPTY, Optional.of(cut.isNone() ? PublicStructure.of(sent) : Hidden.ENTIRELY))
                : shown(cut, isFeatureRequest, sent);
    }

    /// The visible part of bytes whose end an earlier redaction removed.
    private Shown cutBefore(Bytes visible, Optional<Hidden> hidden) {
        return redaction == Redaction.PUBLIC
                ? new Shown(visible.slice(0, Frame.dataAt(visible)), hidden)
                : new Shown(visible, hidden);
    }

    /// The driver's answer to the last bytes, without its secrets.
    public ShownAnswer controlAnswer(long card, ControlCode code, Bytes received) {
        secrets.learn(card, code, received);
        var kind = secrets.card(card).controlAnswer(received);
        if (Secrets.isFeatureRequest(code)) {
            return ShownAnswer.all(received);
        }
        return redaction == Redaction.PUBLIC && !received.isEmpty()
                ? new ShownAnswer(
                        Bytes.EMPTY,
                        Optional.of(kind == AnswerKind.SECRET ? Hidden.ENTIRELY : PublicStructure.of(received)))
                : answer(kind, received);
    }

    private Shown shown(Cut cut, boolean isHarmless, Bytes bytes) {
        int at = redaction == Redaction.SHAPE ? cut.atLength() : cut.at();
        if (redaction != Redaction.OFF && at < bytes.length()) {
            return new Shown(bytes.slice(0, at), Optional.of(secret(bytes, at)));
        }
        if (!redaction.removesUnknownData() || Frame.hasOnlyLe(bytes)) {
            return Shown.all(bytes);
        }
        int data = Frame.dataAt(bytes);
        if (isHarmless || (redaction == Redaction.PUBLIC && PublicNames.isTagList(bytes))) {
            data += publicLength(bytes.from(data));
        }
        return data >= bytes.length()
                ? Shown.all(bytes)
                : new Shown(bytes.slice(0, data), Optional.of(withoutValues(bytes.from(data))));
    }

    /// The number of harmless bytes. An AID may contain the serial number of the card.
    private int publicLength(Bytes data) {
        return redaction == Redaction.PUBLIC ? PublicNames.publicLength(data) : data.length();
    }

    private Hidden withoutValues(Bytes data) {
        return redaction == Redaction.PUBLIC ? PublicStructure.of(data) : ofLength(data.length());
    }

    private ShownAnswer answer(AnswerKind kind, Bytes response) {
        int data = response.length() - STATUS_WORD;
        if (redaction == Redaction.OFF || data <= 0) {
            return ShownAnswer.all(response);
        }
        var status = response.from(data);
        return switch (kind) {
            case SECRET -> new ShownAnswer(status, Optional.of(secret(response.slice(0, data), 0)));
            case HARMLESS ->
                redaction == Redaction.PUBLIC
                        ? new ShownAnswer(status, Optional.of(PublicStructure.ofFileControl(response.slice(0, data))))
                        : ShownAnswer.all(response);
            case PUBLIC, TRAILER, COUNTER ->
                redaction.removesUnknownData()
                        ? new ShownAnswer(status, Optional.of(withoutValues(response.slice(0, data))))
                        : ShownAnswer.all(response);
        };
    }

    /// The description of the secret from a position on.
    private Hidden secret(Bytes bytes, int at) {
        return redaction == Redaction.SHAPE ? Hidden.ofShape(Shape.of(bytes, at)) : Hidden.ENTIRELY;
    }

    private static Hidden ofLength(int length) {
        return Hidden.ofShape("x".repeat(length));
    }

    /// The key of a card. Logs without handles have at least a reader or a caller.
    private long key(long card, TracedCall traced) {
        var reader = traced.provenance().reader();
        if (Call.isKnown(card) && reader.isEmpty()) {
            return card;
        }
        long key = Call.isKnown(card)
                ? card
                : Call.UNKNOWN_HANDLE + Integer.toUnsignedLong(Objects.hash(reader, traced.caller()));
        if (reader.isPresent()) {
            connected(key, reader.get());
        }
        return key;
    }

    /// The caller without the secrets of its command line.
    public Caller redact(Caller caller) {
        if (redaction == Redaction.PUBLIC) {
            return PublicNames.caller(caller);
        }
        return new Caller(
                caller.program(),
                caller.pid(),
                caller.uid(),
                redactArguments(caller.commandLine()),
                caller.container(),
                caller.connection(),
                caller.thread());
    }

    /// A program's name and arguments without PINs and keys, as far as puce recognises them.
    public List<String> redactArguments(List<String> commandLine) {
        return switch (redaction) {
            case OFF -> commandLine;
            case FULL, SHAPE -> CommandLineSecrets.hide(commandLine);
            case STRICT -> CommandLineSecrets.namesOnly(commandLine);
            case PUBLIC -> PublicNames.command(commandLine);
        };
    }
}
