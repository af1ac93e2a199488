package dev.puce.diagnose;

import dev.puce.decode.CardSession;
import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.Printable;
import dev.puce.pcsc.Answer;
import dev.puce.pcsc.Attribute;
import dev.puce.pcsc.Call;
import dev.puce.pcsc.ControlCode;
import dev.puce.pcsc.Disposition;
import dev.puce.pcsc.EventState;
import dev.puce.pcsc.Pci;
import dev.puce.pcsc.Pcsc;
import dev.puce.pcsc.Protocol;
import dev.puce.pcsc.Protocols;
import dev.puce.pcsc.ReaderQuery;
import dev.puce.pcsc.ReaderState;
import dev.puce.pcsc.Result;
import dev.puce.pcsc.ReturnCode;
import dev.puce.pcsc.Scope;
import dev.puce.pcsc.ShareMode;
import dev.puce.trace.redaction.RedactedCommands;
import dev.puce.trace.redaction.Redactor;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// The conversation of `puce test` with a PC/SC service: every function once as it should be used, and some as they
/// should not.
public final class CheckRun {
    private static final long NO_HANDLE = 0x12345678;
    private static final String NO_READER = "puce test: no such reader";
    private static final long SHORT_WAIT_MS = 50;
    private static final int BETWEEN_CANCELS_MS = 10;
    private static final List<Attribute> ATTRIBUTES = List.of(
            Attribute.VENDOR_NAME,
            Attribute.VENDOR_IFD_TYPE,
            Attribute.VENDOR_IFD_VERSION,
            Attribute.VENDOR_IFD_SERIAL_NO,
            Attribute.DEVICE_FRIENDLY_NAME_A,
            Attribute.CHANNEL_ID,
            Attribute.ICC_PRESENCE,
            Attribute.MAXINPUT);

    private final Pcsc pcsc;
    private final CheckCalls calls;
    private final Settings settings;
    private final RedactedCommands commands;

    /// The choices of the user.
    ///
    /// @param commands       the commands for the card
    /// @param exclusive      whether a connection that lets no other program in is tried
    /// @param initialization the treatment of the card by SCardReconnect
    /// @param longestAnswer  how long a function may take
    public record Settings(
            List<Bytes> commands, boolean exclusive, Disposition initialization, Duration longestAnswer) {}

    /// Prepares a run.
    ///
    /// @param steps receives every step as it ends
    public CheckRun(Pcsc pcsc, TimedCalls timed, Settings settings, Redactor redactor, Consumer<CheckStep> steps) {
        this.pcsc = pcsc;
        this.calls = new CheckCalls(pcsc, timed, settings.longestAnswer(), steps);
        this.settings = settings;
        this.commands = new RedactedCommands(redactor);
    }

    /// Finds the reader of the card.
    @FunctionalInterface
    public interface ReaderSource {
        /// Its name.
        ///
        /// @throws NoCardException if there is none
        String find() throws InterruptedException, NoCardException;
    }

    /// Tries everything.
    ///
    /// @param reader is asked once the functions have been tried that need no card
    /// @return why there was no card to try the others with, if there was none
    public Optional<String> run(ReaderSource reader) throws InterruptedException {
        try {
            long context = begin();
            Optional<String> noCard = exercise(context, reader);
            end(context);
            return noCard;
        } catch (CheckCalls.Lost told) {
            return Optional.empty();
        }
    }

    private Optional<String> exercise(long context, ReaderSource reader) throws CheckCalls.Lost, InterruptedException {
        try {
            exerciseReader(context, reader.find());
        } catch (CheckCalls.ServiceLost gone) {
            throw gone;
        } catch (CheckCalls.Lost told) {
            return Optional.empty(); // the context is still released
        } catch (NoCardException e) {
            return Optional.of(e.getMessage());
        }
        return Optional.empty();
    }

    private long begin() throws CheckCalls.Lost, InterruptedException {
        Answer established = calls.right(new Call.EstablishContext(Scope.SYSTEM), _ -> Scope.SYSTEM.toString())
                .answer();
        if (!(established.result() instanceof Result.EstablishContext(long context))) {
            throw new CheckCalls.ServiceLost();
        }
        calls.right(new Call.IsValidContext(context), "the context");
        calls.right(
                new Call.ListReaderGroups(context),
                result -> result instanceof Result.ListReaderGroups(var groups) ? String.join(", ", groups) : "");
        calls.expect(
                new Call.ListReaders(context, Optional.empty()),
                List.of(ReturnCode.SUCCESS, ReturnCode.NO_READERS_AVAILABLE),
                result -> result instanceof Result.ListReaders(var readers) ? String.join(", ", readers) : "no reader");
        calls.wrong(new Call.ListReaders(NO_HANDLE, Optional.empty()), ReturnCode.INVALID_HANDLE, "a context unknown");
        calls.wrong(new Call.Status(NO_HANDLE), ReturnCode.INVALID_HANDLE, "a card unknown");
        calls.wrong(
                statusChange(context, 0, NO_READER, EventState.UNAWARE), ReturnCode.UNKNOWN_READER, "a reader unknown");
        calls.wrong(connect(context, NO_READER, ShareMode.SHARED), ReturnCode.UNKNOWN_READER, "a reader unknown");
        return context;
    }

    private void end(long context) throws CheckCalls.Lost, InterruptedException {
        calls.right(new Call.ReleaseContext(context), "the context");
        calls.wrong(new Call.IsValidContext(context), ReturnCode.INVALID_HANDLE, "a context released");
        calls.wrong(new Call.ReleaseContext(context), ReturnCode.INVALID_HANDLE, "a context released");
    }

    private void exerciseReader(long context, String reader) throws CheckCalls.Lost, InterruptedException {
        ReaderState state = stateOf(context, reader);
        waitInVain(context, state);
        cancelWait(context, state);
        exerciseCard(context, reader, state.atr());
        if (settings.exclusive()) {
            exerciseExclusive(context, reader);
        }
    }

    private ReaderState stateOf(long context, String reader) throws CheckCalls.Lost, InterruptedException {
        var made = calls.right(
                statusChange(context, 0, reader, EventState.UNAWARE),
                CheckText::state,
                result -> result instanceof Result.GetStatusChange(var states) && states.size() == 1
                        ? Optional.empty()
                        : Optional.of("not one state for one reader: " + result));
        if (made.orLost() instanceof Result.GetStatusChange(var states) && states.size() == 1) {
            return states.getFirst();
        }
        throw new CheckCalls.Lost();
    }

    private void waitInVain(long context, ReaderState state) throws CheckCalls.Lost, InterruptedException {
        EventState now = state.followUp().currentState();
        calls.expect(
                statusChange(context, SHORT_WAIT_MS, state.reader(), now),
                List.of(ReturnCode.TIMEOUT, ReturnCode.SUCCESS), // success: something happened meanwhile
                _ -> "a wait of " + SHORT_WAIT_MS + " ms for a change");
    }

    /// A cancel that comes before the wait is not remembered: it is repeated until the wait is over.
    private void cancelWait(long context, ReaderState state) throws CheckCalls.Lost, InterruptedException {
        long limit = settings.longestAnswer().toMillis() / 2;
        var call = statusChange(context, limit, state.reader(), state.followUp().currentState());
        var over = new CountDownLatch(1);
        Thread canceller =
                Thread.ofPlatform().daemon().name("puce test cancel").start(() -> cancelUntil(over, context));
        try {
            calls.expect(
                    call,
                    List.of(ReturnCode.CANCELLED, ReturnCode.SUCCESS),
                    _ -> "a wait for a change that SCardCancel ends");
        } finally {
            over.countDown();
            canceller.join(limit);
        }
        calls.right(new Call.Cancel(context), "nothing waits");
    }

    private void cancelUntil(CountDownLatch over, long context) {
        try {
            while (!over.await(BETWEEN_CANCELS_MS, TimeUnit.MILLISECONDS)) {
                pcsc.answer(new Call.Cancel(context));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void exerciseCard(long context, String reader, Bytes atr) throws CheckCalls.Lost, InterruptedException {
        Result.Connect connection = open(context, reader, ShareMode.SHARED);
        long card = connection.card();
        expectStatus(card, reader, atr);
        expectAtr(card, atr);
        for (Attribute attribute : ATTRIBUTES) {
            calls.right(new Call.GetAttrib(card, attribute), result -> CheckText.attribute(attribute, result));
        }
        ControlCode features = pcsc.controlCode(ControlCode.GET_FEATURE_REQUEST);
        calls.right(new Call.Control(card, features, Bytes.EMPTY, OptionalLong.empty()), CheckText::features);
        transact(card, connection.activeProtocol());
        calls.right(
                        new Call.Reconnect(card, ShareMode.SHARED, Protocols.ANY, settings.initialization()),
                        _ -> settings.initialization().toString())
                .orLost();
        close(card);
        calls.wrong(new Call.Status(card), ReturnCode.INVALID_HANDLE, "a card disconnected");
        calls.wrong(new Call.Disconnect(card, Disposition.LEAVE), ReturnCode.INVALID_HANDLE, "a card disconnected");
    }

    private void transact(long card, Protocol protocol) throws CheckCalls.Lost, InterruptedException {
        calls.right(new Call.BeginTransaction(card), "a transaction").orLost();
        for (Bytes command : settings.commands()) {
            var call = new Call.Transmit(card, Pci.of(protocol), command, OptionalLong.empty());
            calls.right(call, result -> exchangeText(command, result)).orLost();
        }
        calls.right(new Call.EndTransaction(card, Disposition.LEAVE), Disposition.LEAVE.toString())
                .orLost();
        calls.wrong(
                new Call.EndTransaction(card, Disposition.LEAVE),
                ReturnCode.NOT_TRANSACTED,
                "a transaction that has ended");
    }

    private void exerciseExclusive(long context, String reader) throws CheckCalls.Lost, InterruptedException {
        Result.Connect connection = open(context, reader, ShareMode.EXCLUSIVE);
        calls.wrong(
                connect(context, reader, ShareMode.SHARED), ReturnCode.SHARING_VIOLATION, "a card held exclusively");
        close(connection.card());
    }

    private Result.Connect open(long context, String reader, ShareMode mode)
            throws CheckCalls.Lost, InterruptedException {
        var made = calls.right(
                connect(context, reader, mode),
                result -> mode + (result instanceof Result.Connect connected ? ", " + connected.activeProtocol() : ""));
        if (made.orLost() instanceof Result.Connect connection) {
            return connection;
        }
        throw new CheckCalls.Lost();
    }

    private void close(long card) throws CheckCalls.Lost, InterruptedException {
        calls.right(new Call.Disconnect(card, Disposition.LEAVE), Disposition.LEAVE.toString());
    }

    private void expectStatus(long card, String reader, Bytes atr) throws CheckCalls.Lost, InterruptedException {
        calls.right(
                        new Call.Status(card),
                        result -> result instanceof Result.Status status ? status.reader() + ": " + status.state() : "",
                        result -> result instanceof Result.Status status
                                        && status.reader().equals(reader)
                                        && status.atr().equals(atr)
                                ? Optional.empty()
                                : Optional.of("another reader or ATR than SCardGetStatusChange said: " + result))
                .orLost();
    }

    private void expectAtr(long card, Bytes atr) throws CheckCalls.Lost, InterruptedException {
        calls.right(
                new Call.GetAttrib(card, Attribute.ATR_STRING),
                result -> CheckText.attribute(Attribute.ATR_STRING, result),
                result -> result instanceof Result.GetAttrib(Bytes value) && value.equals(atr)
                        ? Optional.empty()
                        : Optional.of("another ATR than SCardGetStatusChange said: " + result));
    }

    private String exchangeText(Bytes command, Result result) {
        var shown = commands.show(command);
        if (!(result instanceof Result.Transmit(Pci _, Bytes answer, var _))) {
            return shown.toString();
        }
        var shownAnswer = commands.answered(answer);
        var session = new CardSession();
        session.command(shown.visible(), shown.hidden().isPresent());
        var exchange =
                session.response(shownAnswer.visible(), shownAnswer.hidden().isPresent());
        return shown + " → " + shownAnswer + "  " + Printable.of(exchange.line().answer());
    }

    private static Call.GetStatusChange statusChange(long context, long millis, String reader, EventState known) {
        return new Call.GetStatusChange(
                context, OptionalLong.of(millis), Optional.of(List.of(new ReaderQuery(reader, known))));
    }

    private static Call.Connect connect(long context, String reader, ShareMode mode) {
        return new Call.Connect(context, reader, mode, Protocols.ANY);
    }
}
