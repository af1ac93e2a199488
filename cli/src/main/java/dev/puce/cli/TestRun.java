package dev.puce.cli;

import dev.puce.cards.MissingFeature;
import dev.puce.cards.part10.ReaderFeatures;
import dev.puce.cli.TestStep.Fault;
import dev.puce.cli.TestStep.Outcome;
import dev.puce.iso7816.ApduDescription;
import dev.puce.iso7816.Bytes;
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
import dev.puce.spy.redaction.Redactor;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;

/// The conversation of `puce test` with a PC/SC service: every function once as it should be used, and some as they
/// should not.
final class TestRun {
    /// Codes after which nothing more can be tried.
    static final Set<ReturnCode> SERVICE_GONE = Set.of(
            ReturnCode.NO_SERVICE, ReturnCode.SERVICE_STOPPED, ReturnCode.COMM_ERROR, ReturnCode.SECURITY_VIOLATION);

    /// Codes after which nothing more can be tried with the card.
    static final Set<ReturnCode> CARD_GONE = Set.of(
            ReturnCode.REMOVED_CARD,
            ReturnCode.NO_SMARTCARD,
            ReturnCode.READER_UNAVAILABLE,
            ReturnCode.UNRESPONSIVE_CARD,
            ReturnCode.UNPOWERED_CARD);

    private static final long NO_HANDLE = 0x12345678;
    private static final String NO_READER = "puce test: no such reader";
    private static final long CARD = 0; // the one whose secrets are kept apart from those of others
    private static final long SHORT_WAIT_MS = 50;
    private static final int BETWEEN_CANCELS_MS = 10;
    private static final List<ReturnCode> SUCCESS = List.of(ReturnCode.SUCCESS);
    private static final List<ReturnCode> INVALID_HANDLE = List.of(ReturnCode.INVALID_HANDLE);
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
    private final TimedCalls calls;
    private final Settings settings;
    private final Redactor redactor;
    private final Consumer<TestStep> steps;

    /// What may be chosen.
    ///
    /// @param commands       what is sent to the card
    /// @param exclusive      whether a connection that lets no other program in is tried
    /// @param initialization what SCardReconnect does to the card
    /// @param longestAnswer  how long a function may take
    record Settings(List<Bytes> commands, boolean exclusive, Disposition initialization, Duration longestAnswer) {}

    /// Nothing more can be tried with the card; the step that failed has been told.
    private static class Lost extends Exception {
        private static final long serialVersionUID = 1L;
    }

    /// Nothing more can be tried at all.
    private static final class ServiceLost extends Lost {
        private static final long serialVersionUID = 1L;
    }

    /// @param steps is told every step as it ends
    TestRun(Pcsc pcsc, TimedCalls calls, Settings settings, Redactor redactor, Consumer<TestStep> steps) {
        this.pcsc = pcsc;
        this.calls = calls;
        this.settings = settings;
        this.redactor = redactor;
        this.steps = steps;
    }

    /// What is needed of a card: the name of its reader.
    @FunctionalInterface
    interface ReaderSource {
        /// Its name.
        ///
        /// @throws CommandFailedException if there is none
        String find() throws InterruptedException;
    }

    /// Tries everything.
    ///
    /// @param reader is asked once the functions have been tried that need no card
    /// @return why there was no card to try the others with, if there was none
    Optional<String> run(ReaderSource reader) throws InterruptedException {
        try {
            long context = begin();
            Optional<String> noCard = exercise(context, reader);
            end(context);
            return noCard;
        } catch (Lost told) {
            return Optional.empty();
        }
    }

    private Optional<String> exercise(long context, ReaderSource reader) throws Lost, InterruptedException {
        try {
            exerciseReader(context, reader.find());
        } catch (ServiceLost gone) {
            throw gone;
        } catch (Lost told) {
            return Optional.empty(); // the context is released all the same
        } catch (CommandFailedException e) {
            return Optional.of(e.getMessage());
        }
        return Optional.empty();
    }

    private long begin() throws Lost, InterruptedException {
        Answer established =
                make(new Call.EstablishContext(Scope.SYSTEM), SUCCESS, _ -> Scope.SYSTEM.toString()).answer;
        if (!(established.result() instanceof Result.EstablishContext(long context))) {
            throw new ServiceLost();
        }
        right(new Call.IsValidContext(context), "the context");
        make(
                new Call.ListReaderGroups(context),
                SUCCESS,
                result -> result instanceof Result.ListReaderGroups(var groups) ? String.join(", ", groups) : "");
        make(
                new Call.ListReaders(context, Optional.empty()),
                List.of(ReturnCode.SUCCESS, ReturnCode.NO_READERS_AVAILABLE),
                result -> result instanceof Result.ListReaders(var readers) ? String.join(", ", readers) : "no reader");
        wrong(new Call.ListReaders(NO_HANDLE, Optional.empty()), ReturnCode.INVALID_HANDLE, "a context unknown");
        wrong(new Call.Status(NO_HANDLE), ReturnCode.INVALID_HANDLE, "a card unknown");
        wrong(statusChange(context, 0, NO_READER, EventState.UNAWARE), ReturnCode.UNKNOWN_READER, "a reader unknown");
        wrong(connect(context, NO_READER, ShareMode.SHARED), ReturnCode.UNKNOWN_READER, "a reader unknown");
        return context;
    }

    private void end(long context) throws Lost, InterruptedException {
        right(new Call.ReleaseContext(context), "the context");
        wrong(new Call.IsValidContext(context), ReturnCode.INVALID_HANDLE, "a context released");
        wrong(new Call.ReleaseContext(context), ReturnCode.INVALID_HANDLE, "a context released");
    }

    private void exerciseReader(long context, String reader) throws Lost, InterruptedException {
        ReaderState state = stateOf(context, reader);
        waitInVain(context, state);
        cancelWait(context, state);
        exerciseCard(context, reader, state.atr());
        if (settings.exclusive()) {
            exerciseExclusive(context, reader);
        }
    }

    private ReaderState stateOf(long context, String reader) throws Lost, InterruptedException {
        Made made = make(
                statusChange(context, 0, reader, EventState.UNAWARE),
                SUCCESS,
                TestRun::stateText,
                result -> result instanceof Result.GetStatusChange(var states) && states.size() == 1
                        ? Optional.empty()
                        : Optional.of("not one state for one reader: " + result));
        if (requireOk(made) instanceof Result.GetStatusChange(var states) && states.size() == 1) {
            return states.getFirst();
        }
        throw new Lost();
    }

    private static String stateText(Result result) {
        return result instanceof Result.GetStatusChange(var states) && states.size() == 1
                ? states.getFirst().reader() + ": " + states.getFirst().eventState() + ", ATR "
                        + states.getFirst().atr()
                : "";
    }

    private void waitInVain(long context, ReaderState state) throws Lost, InterruptedException {
        EventState now = state.followUp().currentState();
        make(
                statusChange(context, SHORT_WAIT_MS, state.reader(), now),
                List.of(ReturnCode.TIMEOUT, ReturnCode.SUCCESS), // success: something happened meanwhile
                _ -> "a wait of " + SHORT_WAIT_MS + " ms for a change");
    }

    /// A cancel that comes before the wait is not remembered: it is repeated until the wait is over.
    private void cancelWait(long context, ReaderState state) throws Lost, InterruptedException {
        long limit = settings.longestAnswer().toMillis() / 2;
        var call = statusChange(context, limit, state.reader(), state.followUp().currentState());
        var over = new CountDownLatch(1);
        Thread canceller =
                Thread.ofPlatform().daemon().name("puce test cancel").start(() -> cancelUntil(over, context));
        try {
            make(
                    call,
                    List.of(ReturnCode.CANCELLED, ReturnCode.SUCCESS),
                    _ -> "a wait for a change that SCardCancel ends");
        } finally {
            over.countDown();
            canceller.join(limit);
        }
        right(new Call.Cancel(context), "nothing waits");
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

    private void exerciseCard(long context, String reader, Bytes atr) throws Lost, InterruptedException {
        Result.Connect connection = open(context, reader, ShareMode.SHARED);
        long card = connection.card();
        expectStatus(card, reader, atr);
        expectAtr(card, atr);
        for (Attribute attribute : ATTRIBUTES) {
            optional(new Call.GetAttrib(card, attribute), result -> attributeText(attribute, result));
        }
        ControlCode features = pcsc.controlCode(ControlCode.GET_FEATURE_REQUEST);
        optional(new Call.Control(card, features, Bytes.EMPTY, OptionalLong.empty()), TestRun::featureText);
        transact(card, connection.activeProtocol());
        requireOk(make(
                new Call.Reconnect(card, ShareMode.SHARED, Protocols.ANY, settings.initialization()),
                SUCCESS,
                _ -> settings.initialization().toString()));
        close(card);
        wrong(new Call.Status(card), ReturnCode.INVALID_HANDLE, "a card disconnected");
        wrong(new Call.Disconnect(card, Disposition.LEAVE), ReturnCode.INVALID_HANDLE, "a card disconnected");
    }

    private void transact(long card, Protocol protocol) throws Lost, InterruptedException {
        requireOk(right(new Call.BeginTransaction(card), "a transaction"));
        for (Bytes command : settings.commands()) {
            var call = new Call.Transmit(card, Pci.of(protocol), command, OptionalLong.empty());
            requireOk(make(call, SUCCESS, result -> exchangeText(command, result)));
        }
        requireOk(right(new Call.EndTransaction(card, Disposition.LEAVE), Disposition.LEAVE.toString()));
        wrong(
                new Call.EndTransaction(card, Disposition.LEAVE),
                ReturnCode.NOT_TRANSACTED,
                "a transaction that has ended");
    }

    private void exerciseExclusive(long context, String reader) throws Lost, InterruptedException {
        Result.Connect connection = open(context, reader, ShareMode.EXCLUSIVE);
        wrong(connect(context, reader, ShareMode.SHARED), ReturnCode.SHARING_VIOLATION, "a card held exclusively");
        close(connection.card());
    }

    private Result.Connect open(long context, String reader, ShareMode mode) throws Lost, InterruptedException {
        Made made = make(
                connect(context, reader, mode),
                SUCCESS,
                result -> mode + (result instanceof Result.Connect connected ? ", " + connected.activeProtocol() : ""));
        if (requireOk(made) instanceof Result.Connect connection) {
            return connection;
        }
        throw new Lost();
    }

    private void close(long card) throws Lost, InterruptedException {
        right(new Call.Disconnect(card, Disposition.LEAVE), Disposition.LEAVE.toString());
    }

    private void expectStatus(long card, String reader, Bytes atr) throws Lost, InterruptedException {
        requireOk(make(
                new Call.Status(card),
                SUCCESS,
                result -> result instanceof Result.Status status ? status.reader() + ": " + status.state() : "",
                result -> result instanceof Result.Status status
                                && status.reader().equals(reader)
                                && status.atr().equals(atr)
                        ? Optional.empty()
                        : Optional.of("another reader or ATR than SCardGetStatusChange said: " + result)));
    }

    private void expectAtr(long card, Bytes atr) throws Lost, InterruptedException {
        optional(
                new Call.GetAttrib(card, Attribute.ATR_STRING),
                result -> attributeText(Attribute.ATR_STRING, result),
                result -> result instanceof Result.GetAttrib(Bytes value) && value.equals(atr)
                        ? Optional.empty()
                        : Optional.of("another ATR than SCardGetStatusChange said: " + result));
    }

    private static String attributeText(Attribute attribute, Result result) {
        String name = attribute.symbol().orElse(attribute.toString());
        return result instanceof Result.GetAttrib(Bytes value) ? name + " " + readable(value) : name;
    }

    /// The text that a value is, or its bytes.
    private static String readable(Bytes value) {
        String text = new String(value.toArray(), StandardCharsets.ISO_8859_1).replaceFirst("\0+$", "");
        return text.matches("[ -~]{3,}") ? '"' + text + '"' : value.toString();
    }

    private static String featureText(Result result) {
        return !(result instanceof Result.Control(Bytes answer))
                ? "CM_IOCTL_GET_FEATURE_REQUEST"
                : answer.isEmpty()
                        ? "CM_IOCTL_GET_FEATURE_REQUEST: no features"
                        : "CM_IOCTL_GET_FEATURE_REQUEST: "
                                + String.join(
                                        ", ",
                                        ReaderFeatures.parse(answer).codes().keySet().stream()
                                                .map(Object::toString)
                                                .sorted()
                                                .toList());
    }

    private String exchangeText(Bytes command, Result result) {
        int visible = redactor.visible(redactor.secrets().command(CARD, command), command);
        String shown =
                visible < 0 ? command.toString() : command.slice(0, visible) + " " + redactor.hidden(command, visible);
        if (!(result instanceof Result.Transmit(Pci _, Bytes answer))) {
            return shown;
        }
        redactor.secrets().response(CARD, answer);
        return shown + " → " + answer + "  " + ApduDescription.ofResponse(answer);
    }

    private static Call.GetStatusChange statusChange(long context, long millis, String reader, EventState known) {
        return new Call.GetStatusChange(
                context, OptionalLong.of(millis), Optional.of(List.of(new ReaderQuery(reader, known))));
    }

    private static Call.Connect connect(long context, String reader, ShareMode mode) {
        return new Call.Connect(context, reader, mode, Protocols.ANY);
    }

    private Made right(Call call, String text) throws Lost, InterruptedException {
        return make(call, SUCCESS, _ -> text);
    }

    private void wrong(Call call, ReturnCode expected, String what) throws Lost, InterruptedException {
        make(
                call,
                expected.equals(ReturnCode.INVALID_HANDLE) ? INVALID_HANDLE : List.of(expected),
                _ -> "wrong use, " + what + ": " + expected);
    }

    private void optional(Call call, Function<Result, String> text) throws Lost, InterruptedException {
        optional(call, text, _ -> Optional.empty());
    }

    private void optional(Call call, Function<Result, String> text, Function<Result, Optional<String>> fault)
            throws Lost, InterruptedException {
        make(call, SUCCESS, text, fault);
    }

    private Made make(Call call, List<ReturnCode> expected, Function<Result, String> text)
            throws Lost, InterruptedException {
        return make(call, expected, text, _ -> Optional.empty());
    }

    /// What a call brought.
    private record Made(Answer answer, boolean ok) {}

    private Made make(
            Call call, List<ReturnCode> expected, Function<Result, String> text, Function<Result, Optional<String>> lie)
            throws Lost, InterruptedException {
        long begin = System.nanoTime();
        Answer answer;
        try {
            answer = calls.make(() -> pcsc.answer(call), settings.longestAnswer());
        } catch (TimeoutException e) {
            report(call, expected, Optional.empty(), begin, Outcome.FAILED, noAnswer(call), Optional.of(hanging(call)));
            throw new ServiceLost();
        }
        ReturnCode code = answer.code();
        boolean ok = expected.contains(code);
        Optional<String> untrue = code.isSuccess() && ok ? lie.apply(answer.result()) : Optional.empty();
        boolean missing = !ok && isOptional(call) && MissingFeature.isSaidBy(code);
        Outcome outcome = missing ? Outcome.UNSUPPORTED : ok && untrue.isEmpty() ? Outcome.OK : Outcome.FAILED;
        String told =
                untrue.orElseGet(() -> text.apply(answer.result()) + (ok || missing ? "" : unexpected(expected, code)));
        Optional<Fault> fault = outcome == Outcome.FAILED ? Optional.of(blame(call, expected, code)) : Optional.empty();
        report(call, expected, Optional.of(code), begin, outcome, told, fault);
        if (!ok && SERVICE_GONE.contains(code)) {
            throw new ServiceLost();
        }
        if (!ok && CARD_GONE.contains(code)) {
            throw new Lost();
        }
        return new Made(answer, outcome == Outcome.OK);
    }

    private void report(
            Call call,
            List<ReturnCode> expected,
            Optional<ReturnCode> code,
            long begin,
            Outcome outcome,
            String text,
            Optional<Fault> fault) {
        var duration = Duration.ofNanos(System.nanoTime() - begin);
        steps.accept(new TestStep(call.function(), expected, code, duration, outcome, text, fault));
    }

    private String noAnswer(Call call) {
        return "no answer within " + settings.longestAnswer().toSeconds() + " s"
                + (hanging(call) == Fault.OTHER_PROGRAM ? "; another program may have a transaction" : "");
    }

    private static Fault hanging(Call call) {
        return switch (call) {
            case Call.Connect _, Call.BeginTransaction _ -> Fault.OTHER_PROGRAM;
            case Call.Transmit _ -> Fault.CARD;
            default -> Fault.SERVICE;
        };
    }

    private static boolean isOptional(Call call) {
        return call instanceof Call.GetAttrib || call instanceof Call.Control;
    }

    private static String unexpected(List<ReturnCode> expected, ReturnCode code) {
        return "; expected " + expected.getFirst().symbol() + ", got " + code
                + code.meaning().map(", "::concat).orElse("");
    }

    /// A wrong use that is not refused as it should be is the service's fault, whatever it says.
    private static Fault blame(Call call, List<ReturnCode> expected, ReturnCode code) {
        return expected.contains(ReturnCode.SUCCESS) && !code.isSuccess()
                ? Fault.of(call.function(), code)
                : Fault.SERVICE;
    }

    private static Result requireOk(Made made) throws Lost {
        if (!made.ok()) {
            throw new Lost();
        }
        return made.answer().result();
    }
}
