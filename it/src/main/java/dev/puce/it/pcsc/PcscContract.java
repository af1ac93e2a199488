package dev.puce.it.pcsc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.Answer;
import dev.puce.pcsc.Attribute;
import dev.puce.pcsc.Call;
import dev.puce.pcsc.CardState;
import dev.puce.pcsc.Disposition;
import dev.puce.pcsc.EventState;
import dev.puce.pcsc.Pci;
import dev.puce.pcsc.Pcsc;
import dev.puce.pcsc.PcscException;
import dev.puce.pcsc.Protocol;
import dev.puce.pcsc.Protocols;
import dev.puce.pcsc.ReaderQuery;
import dev.puce.pcsc.ReaderState;
import dev.puce.pcsc.Result;
import dev.puce.pcsc.ReturnCode;
import dev.puce.pcsc.Scope;
import dev.puce.pcsc.ShareMode;
import dev.puce.testkit.Await;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/// The contract of every backend with every daemon.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
public abstract class PcscContract {
    /// Uses one thread per call, because blocking calls would exhaust the common pool.
    private static final Executor BLOCKING =
            task -> Thread.ofPlatform().daemon().start(task);

    private static final long NO_HANDLE = 0x12345678;
    private static final Attribute SUPPRESS_IFS_REQUEST = new Attribute(0x7FFF0007);

    private TestDaemon daemon;
    private Pcsc pcsc;
    private long context;
    private Closeable card;

    protected abstract TestDaemon start(String... readers) throws IOException;

    protected abstract Pcsc open(TestDaemon daemon) throws IOException;

    @BeforeAll
    void startDaemon() throws IOException {
        daemon = start("First Reader", "Second Reader");
    }

    @AfterAll
    void stopDaemon() throws IOException {
        if (daemon != null) {
            daemon.close();
        }
    }

    @BeforeEach
    void establish() throws IOException {
        pcsc = open(daemon);
        context = pcsc.establishContext(Scope.SYSTEM);
        card = daemon.insert(0, new PatternCard());
        until(0, EventState.PRESENT);
    }

    @AfterEach
    void release() throws IOException {
        card.close();
        pcsc.close();
        try (var other = open(daemon)) {
            pcsc = other;
            context = other.establishContext(Scope.SYSTEM);
            until(0, EventState.EMPTY);
        }
    }

    protected Pcsc pcsc() {
        return pcsc;
    }

    protected long context() {
        return context;
    }

    protected TestDaemon daemon() {
        return daemon;
    }

    private void until(int reader, int flag) {
        var query = List.of(new ReaderQuery(daemon.reader(reader), EventState.UNAWARE));
        Await.until(
                "reader " + reader + " is in state " + flag,
                () -> pcsc.getStatusChange(context, Duration.ZERO, query)
                        .getFirst()
                        .eventState()
                        .has(flag));
    }

    private Result.Connect connect() {
        return pcsc.connect(context, daemon.reader(0), ShareMode.SHARED, Protocols.ANY);
    }

    private ReaderState stateOf(int reader) {
        var query = new ReaderQuery(daemon.reader(reader), EventState.UNAWARE);
        return pcsc.getStatusChange(context, Duration.ZERO, List.of(query)).getFirst();
    }

    @Test
    void lists_readers_and_groups() {
        assertThat(pcsc.listReaders(context)).contains(daemon.reader(0), daemon.reader(1));
        assertThat(pcsc.listReaders(context, List.of("SCard$DefaultReaders"))).contains(daemon.reader(0));
        assertThat(pcsc.listReaderGroups(context)).containsExactly("SCard$DefaultReaders");
    }

    @Test
    void a_context_is_valid_until_it_is_released() {
        long other = pcsc.establishContext(Scope.USER);
        assertThat(pcsc.isValidContext(other)).isTrue();
        pcsc.releaseContext(other);
        assertThat(pcsc.isValidContext(other)).isFalse();
        assertThat(pcsc.answer(new Call.ReleaseContext(other)).code()).isEqualTo(ReturnCode.INVALID_HANDLE);
    }

    @Test
    void unknown_handles_are_refused() {
        var queries = Optional.of(List.of(new ReaderQuery(daemon.reader(0), EventState.UNAWARE)));
        assertThat(List.<Call>of(
                        new Call.ReleaseContext(NO_HANDLE),
                        new Call.IsValidContext(NO_HANDLE),
                        new Call.ListReaders(NO_HANDLE, Optional.empty()),
                        new Call.ListReaderGroups(NO_HANDLE),
                        new Call.GetStatusChange(NO_HANDLE, OptionalLong.of(0), queries),
                        new Call.Cancel(NO_HANDLE),
                        new Call.Connect(NO_HANDLE, daemon.reader(0), ShareMode.SHARED, Protocols.ANY),
                        new Call.Reconnect(NO_HANDLE, ShareMode.SHARED, Protocols.ANY, Disposition.LEAVE),
                        new Call.Disconnect(NO_HANDLE, Disposition.LEAVE),
                        new Call.BeginTransaction(NO_HANDLE),
                        new Call.EndTransaction(NO_HANDLE, Disposition.LEAVE),
                        new Call.Status(NO_HANDLE),
                        new Call.Transmit(NO_HANDLE, Pci.of(Protocol.T1), PatternCard.command(2), OptionalLong.empty()),
                        new Call.Control(NO_HANDLE, pcsc.controlCode(1), Bytes.EMPTY, OptionalLong.empty()),
                        new Call.GetAttrib(NO_HANDLE, Attribute.ATR_STRING),
                        new Call.SetAttrib(NO_HANDLE, Attribute.ATR_STRING, Bytes.of(1, 2))))
                .allSatisfy(call -> assertThat(pcsc.answer(call)).isEqualTo(Answer.of(ReturnCode.INVALID_HANDLE)));
    }

    @Test
    void exchanges_commands_with_the_card() {
        Result.Connect connection = connect();
        assertThat(connection.activeProtocol()).isEqualTo(Protocol.T1);
        assertThat(pcsc.transmit(connection.card(), Protocol.T1, PatternCard.command(12)))
                .isEqualTo(PatternCard.answer(12));
        var response = new byte[20];
        assertThat(pcsc.transmit(
                        connection.card(), Protocol.T1, PatternCard.command(12).toArray(), response))
                .isEqualTo(12);
        assertThat(Bytes.copyOf(response, 0, 12)).isEqualTo(PatternCard.answer(12));
        pcsc.disconnect(connection.card(), Disposition.LEAVE);
        assertThat(pcsc.answer(new Call.Status(connection.card())).code()).isEqualTo(ReturnCode.INVALID_HANDLE);
    }

    @Test
    void answers_of_any_length_arrive() {
        long handle = connect().card();
        var response = new byte[Pcsc.MAX_BUFFER];
        for (int length : new int[] {2, 3, 256, 258, 4063, 4064, 4065, 32_770, daemon.longestAnswer()}) {
            Bytes expected = PatternCard.answer(length);
            assertThat(pcsc.transmit(handle, Protocol.T1, PatternCard.command(length)))
                    .isEqualTo(expected);
            int received = pcsc.transmit(
                    handle, Protocol.T1, PatternCard.command(length).toArray(), response);
            assertThat(Bytes.copyOf(response, 0, received)).isEqualTo(expected);
        }
    }

    @Test
    void commands_of_any_length_arrive() {
        long handle = connect().card();
        var response = new byte[Pcsc.MAX_BUFFER];
        for (int length : new int[] {4, 5, 261, 262, 4063, 4096, 8193, 32_770, longestCommand()}) {
            Bytes command = PatternCard.longCommand(length);
            Bytes expected = PatternCard.receipt(command);
            assertThat(pcsc.transmit(handle, Protocol.T1, command)).isEqualTo(expected);
            int received = pcsc.transmit(handle, Protocol.T1, command.toArray(), response);
            assertThat(Bytes.copyOf(response, 0, received)).isEqualTo(expected);
        }
    }

    /// Bytes of a command of case 4 with extended lengths and all the data it can have, if the daemon passes them.
    private int longestCommand() {
        return Math.min(7 + 65_535 + 2, daemon.longestAnswer());
    }

    @Test
    void short_buffer_reports_the_needed_length() {
        long handle = connect().card();
        var call = new Call.Transmit(handle, Pci.of(Protocol.T1), PatternCard.command(300), OptionalLong.of(258));
        assertThat(pcsc.answer(call))
                .isEqualTo(new Answer(ReturnCode.INSUFFICIENT_BUFFER, new Result.BufferTooSmall(300)));
        assertThatThrownBy(() -> pcsc.transmit(
                        handle, Protocol.T1, PatternCard.command(300).toArray(), new byte[258]))
                .isInstanceOfSatisfying(
                        PcscException.class, e -> assertThat(e.result()).isEqualTo(new Result.BufferTooSmall(300)));
        assertThat(pcsc.transmit(handle, Protocol.T1, PatternCard.command(5))).isEqualTo(PatternCard.answer(5));
    }

    @Test
    void status_returns_name_state_protocol_and_atr() {
        Result.Status status = pcsc.status(connect().card());
        assertThat(status.reader()).isEqualTo(daemon.reader(0));
        assertThat(status.atr()).isEqualTo(PatternCard.ATR);
        assertThat(status.protocol()).isEqualTo(Protocol.T1);
        assertThat(status.state().has(CardState.PRESENT | CardState.POWERED | CardState.NEGOTIABLE))
                .isTrue();
        assertThat(status.state().eventCount())
                .isEqualTo(stateOf(0).eventState().eventCount());
    }

    @Test
    void failed_connect_gives_the_reason() {
        var none = Protocols.NONE;
        assertThat(connectCode("No Such Reader 00 00", ShareMode.SHARED, Protocols.ANY))
                .isEqualTo(ReturnCode.UNKNOWN_READER);
        assertThat(connectCode("x".repeat(129), ShareMode.SHARED, Protocols.ANY))
                .isEqualTo(ReturnCode.INVALID_VALUE);
        assertThat(connectCode(daemon.reader(1), ShareMode.SHARED, Protocols.ANY))
                .isEqualTo(ReturnCode.NO_SMARTCARD);
        assertThat(connectCode(daemon.reader(0), ShareMode.SHARED, Protocols.of(Protocol.T0)))
                .isEqualTo(ReturnCode.PROTO_MISMATCH);
        assertThat(connectCode(daemon.reader(0), ShareMode.SHARED, none)).isEqualTo(ReturnCode.PROTO_MISMATCH);
        assertThat(connectCode(daemon.reader(0), new ShareMode(9), Protocols.ANY))
                .isEqualTo(ReturnCode.INVALID_VALUE);
        long direct =
                pcsc.connect(context, daemon.reader(1), ShareMode.DIRECT, none).card();
        pcsc.disconnect(direct, Disposition.LEAVE);
    }

    private ReturnCode connectCode(String reader, ShareMode shareMode, Protocols protocols) {
        return pcsc.answer(new Call.Connect(context, reader, shareMode, protocols))
                .code();
    }

    @Test
    void exclusive_connection_excludes_others() {
        long exclusive = pcsc.connect(context, daemon.reader(0), ShareMode.EXCLUSIVE, Protocols.ANY)
                .card();
        assertThat(connectCode(daemon.reader(0), ShareMode.SHARED, Protocols.ANY))
                .isEqualTo(ReturnCode.SHARING_VIOLATION);
        assertThat(stateOf(0).eventState().has(EventState.EXCLUSIVE)).isTrue();
        pcsc.disconnect(exclusive, Disposition.LEAVE);
        assertThat(connectCode(daemon.reader(0), ShareMode.SHARED, Protocols.ANY))
                .isEqualTo(ReturnCode.SUCCESS);
    }

    @Test
    void reset_by_one_connection_is_reported_to_the_other() {
        long mine = connect().card();
        long other = pcsc.connect(
                        pcsc.establishContext(Scope.SYSTEM), daemon.reader(0), ShareMode.SHARED, Protocols.ANY)
                .card();
        pcsc.disconnect(mine, Disposition.RESET);
        assertThat(pcsc.answer(new Call.BeginTransaction(other)).code()).isEqualTo(ReturnCode.RESET_CARD);
        assertThat(pcsc.reconnect(other, ShareMode.SHARED, Protocols.ANY, Disposition.LEAVE))
                .isEqualTo(Protocol.T1);
        pcsc.beginTransaction(other);
        pcsc.endTransaction(other, Disposition.LEAVE);
        assertThat(pcsc.answer(new Call.EndTransaction(other, Disposition.LEAVE))
                        .code())
                .isEqualTo(ReturnCode.NOT_TRANSACTED);
    }

    @Test
    void transmit_waits_for_the_transaction_of_another_connection() throws Exception {
        long mine = connect().card();
        long other = pcsc.connect(
                        pcsc.establishContext(Scope.SYSTEM), daemon.reader(0), ShareMode.SHARED, Protocols.ANY)
                .card();
        pcsc.beginTransaction(mine);
        Future<Bytes> waiting = CompletableFuture.supplyAsync(
                () -> pcsc.transmit(other, Protocol.T1, PatternCard.command(4)), BLOCKING);
        assertThatThrownBy(() -> waiting.get(150, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
        pcsc.endTransaction(mine, Disposition.LEAVE);
        assertThat(waiting.get(10, TimeUnit.SECONDS)).isEqualTo(PatternCard.answer(4));
    }

    @Test
    void drivers_without_attributes_and_control_codes_say_so() {
        long handle = connect().card();
        assertThat(pcsc.answer(new Call.GetAttrib(handle, new Attribute(0x0007A123)))
                        .code()
                        .isSuccess())
                .isFalse();
        assertThat(pcsc.answer(new Call.SetAttrib(handle, Attribute.ATR_STRING, Bytes.EMPTY))
                        .code())
                .isEqualTo(ReturnCode.INVALID_PARAMETER);
        assertThat(pcsc.answer(new Call.Control(handle, pcsc.controlCode(77), Bytes.of(1, 2, 3), OptionalLong.empty()))
                        .code()
                        .isSuccess())
                .isFalse();
        assertThat(pcsc.transmit(handle, Protocol.T1, PatternCard.command(2))).isEqualTo(PatternCard.answer(2));
    }

    @Test
    void backend_refuses_too_long_commands() {
        long handle = connect().card();
        var tooMuch = Bytes.of(new byte[Pcsc.MAX_BUFFER + 1]);
        var transmit = new Call.Transmit(handle, Pci.of(Protocol.T1), tooMuch, OptionalLong.empty());
        assertThat(pcsc.answer(transmit).code()).isEqualTo(ReturnCode.INSUFFICIENT_BUFFER);
        var control = new Call.Control(handle, pcsc.controlCode(1), tooMuch, OptionalLong.empty());
        assertThat(pcsc.answer(control).code()).isEqualTo(ReturnCode.INSUFFICIENT_BUFFER);
    }

    @Test
    void unknown_calls_are_unsupported() {
        assertThat(pcsc.answer(new Call.FreeMemory(context, 0)).code()).isEqualTo(ReturnCode.UNSUPPORTED_FEATURE);
        assertThat(pcsc.answer(new Call.Unknown("SCardFoo", "")).code()).isEqualTo(ReturnCode.UNSUPPORTED_FEATURE);
    }

    @Test
    void zero_timeout_returns_the_current_states() {
        ReaderState with = stateOf(0);
        assertThat(with.eventState().has(EventState.CHANGED | EventState.PRESENT))
                .isTrue();
        assertThat(with.atr()).isEqualTo(PatternCard.ATR);
        ReaderState without = stateOf(1);
        assertThat(without.eventState().has(EventState.CHANGED | EventState.EMPTY))
                .isTrue();
        assertThat(without.atr()).isEqualTo(Bytes.EMPTY);
    }

    @Test
    void wait_without_change_times_out_with_the_states() {
        var known = new ReaderQuery(daemon.reader(0), stateOf(0).eventState());
        for (long millis : new long[] {0, 30}) {
            var call = new Call.GetStatusChange(context, OptionalLong.of(millis), Optional.of(List.of(known)));
            Answer answer = pcsc.answer(call);
            assertThat(answer.code()).isEqualTo(ReturnCode.TIMEOUT);
            var states = ((Result.GetStatusChange) answer.result()).readers();
            assertThat(states.getFirst().eventState().has(EventState.CHANGED)).isFalse();
            assertThat(states.getFirst().eventState().has(EventState.PRESENT)).isTrue();
            assertThat(states.getFirst().atr()).isEqualTo(PatternCard.ATR);
        }
    }

    @Test
    void wait_without_readers_succeeds_at_once() {
        var ignored = List.of(new ReaderQuery("No Such Reader", new EventState(EventState.IGNORE)));
        assertThat(pcsc.answer(new Call.GetStatusChange(context, OptionalLong.empty(), Optional.of(List.of())))
                        .code())
                .isEqualTo(ReturnCode.SUCCESS);
        assertThat(pcsc.answer(new Call.GetStatusChange(context, OptionalLong.empty(), Optional.of(ignored)))
                        .code())
                .isEqualTo(ReturnCode.SUCCESS);
    }

    @Test
    void an_unknown_reader_is_an_error() {
        var queries = Optional.of(List.of(new ReaderQuery("No Such Reader", EventState.UNAWARE)));
        assertThat(pcsc.answer(new Call.GetStatusChange(context, OptionalLong.of(10), queries)))
                .isEqualTo(Answer.of(ReturnCode.UNKNOWN_READER));
    }

    @Test
    void a_wait_ends_when_a_card_comes_and_when_it_goes() throws Exception {
        var empty = new ReaderQuery(daemon.reader(1), stateOf(1).eventState());
        Future<List<ReaderState>> arrival = wait(empty);
        Closeable second = daemon.insert(1, new PatternCard());
        ReaderState there = arrival.get(10, TimeUnit.SECONDS).getFirst();
        assertThat(there.eventState().has(EventState.CHANGED | EventState.PRESENT))
                .isTrue();
        assertThat(there.eventState().eventCount())
                .isEqualTo(empty.currentState().eventCount() + 1);
        Future<List<ReaderState>> departure = wait(new ReaderQuery(daemon.reader(1), there.eventState()));
        second.close();
        assertThat(departure.get(10, TimeUnit.SECONDS).getFirst().eventState().has(EventState.EMPTY))
                .isTrue();
    }

    private Future<List<ReaderState>> wait(ReaderQuery query) {
        long waiting = pcsc.establishContext(Scope.SYSTEM);
        return CompletableFuture.supplyAsync(
                () -> {
                    // as every program does: wait again after a change of no interest
                    while (true) {
                        var states = pcsc.getStatusChange(waiting, Pcsc.INFINITE, List.of(query));
                        if (states.getFirst().eventState().has(EventState.CHANGED)) {
                            return states;
                        }
                    }
                },
                BLOCKING);
    }

    @Test
    void a_wait_can_be_cancelled_from_another_thread() throws Exception {
        long waiting = pcsc.establishContext(Scope.SYSTEM);
        var query = new ReaderQuery(daemon.reader(1), stateOf(1).eventState());
        var call = new Call.GetStatusChange(waiting, OptionalLong.empty(), Optional.of(List.of(query)));
        Future<Answer> wait = CompletableFuture.supplyAsync(() -> pcsc.answer(call), BLOCKING);
        cancel(wait, waiting);
        assertThat(wait.get()).isEqualTo(Answer.of(ReturnCode.CANCELLED));
        pcsc.cancel(waiting); // of nothing; not remembered
        assertThat(pcsc.getStatusChange(waiting, Duration.ZERO, List.of(query))).hasSize(1);
        pcsc.releaseContext(waiting);
    }

    @Test
    void call_in_a_waiting_context_does_not_delay_other_contexts() throws Exception {
        long handle = connect().card();
        long waiting = pcsc.establishContext(Scope.SYSTEM);
        var query = new ReaderQuery(daemon.reader(1), stateOf(1).eventState());
        var call = new Call.GetStatusChange(waiting, OptionalLong.empty(), Optional.of(List.of(query)));
        Future<Answer> wait = CompletableFuture.supplyAsync(() -> pcsc.answer(call), BLOCKING);
        var behind = new AtomicReference<Future<List<String>>>();
        Await.until("a call queues behind the wait", () -> {
            behind.set(CompletableFuture.supplyAsync(() -> pcsc.listReaders(waiting), BLOCKING));
            return isBlocked(behind.get());
        });
        Future<Bytes> elsewhere = CompletableFuture.supplyAsync(
                () -> pcsc.transmit(handle, Protocol.T1, PatternCard.command(4)), BLOCKING);
        assertThat(elsewhere.get(10, TimeUnit.SECONDS)).isEqualTo(PatternCard.answer(4));
        cancel(wait, waiting);
        assertThat(wait.get()).isEqualTo(Answer.of(ReturnCode.CANCELLED));
        assertThat(behind.get().get(10, TimeUnit.SECONDS)).contains(daemon.reader(0));
        pcsc.releaseContext(waiting);
    }

    /// Cancels again and again, because a request before the wait has no effect.
    private void cancel(Future<Answer> wait, long waiting) {
        Await.until("the wait has been cancelled", () -> {
            pcsc.cancel(waiting);
            return wait.isDone();
        });
    }

    private static boolean isBlocked(Future<?> call) throws Exception {
        try {
            call.get(200, TimeUnit.MILLISECONDS);
            return false;
        } catch (TimeoutException _) {
            return true;
        }
    }

    @Test
    void unsupported_attribute_is_an_error() {
        long handle = connect().card();
        var longest = Bytes.of(new byte[264]);
        var set = new Call.SetAttrib(handle, SUPPRESS_IFS_REQUEST, Bytes.of(1));
        // Neither vpcd's driver nor our readers set any. pcscd has one code for every refusal of the driver.
        assertThat(pcsc.answer(set)).isIn(Answer.of(ReturnCode.NOT_TRANSACTED), Answer.of(ReturnCode.UNEXPECTED));
        assertThat(pcsc.answer(new Call.SetAttrib(handle, SUPPRESS_IFS_REQUEST, longest)))
                .isEqualTo(pcsc.answer(set));
        assertThat(pcsc.answer(new Call.SetAttrib(handle, Attribute.ATR_STRING, longest.plus(Bytes.of(1))))
                        .code())
                .isEqualTo(ReturnCode.INSUFFICIENT_BUFFER);
        assertThat(pcsc.transmit(handle, Protocol.T1, PatternCard.command(2))).isEqualTo(PatternCard.answer(2));
    }

    @Test
    void pseudo_reader_reports_no_change_without_arrivals() {
        var query = new ReaderQuery(ReaderQuery.PNP_NOTIFICATION, EventState.UNAWARE);
        Answer answer =
                pcsc.answer(new Call.GetStatusChange(context, OptionalLong.of(20), Optional.of(List.of(query))));
        assertThat(answer.code()).isEqualTo(ReturnCode.TIMEOUT);
    }

    @Test
    void calls_on_a_pulled_card_report_the_removal() throws Exception {
        long handle = connect().card();
        card.close();
        until(0, EventState.EMPTY);
        assertThat(pcsc.answer(new Call.Status(handle)).code()).isEqualTo(ReturnCode.REMOVED_CARD);
        assertThat(pcsc.answer(new Call.BeginTransaction(handle)).code()).isEqualTo(ReturnCode.REMOVED_CARD);
        assertThat(pcsc.answer(new Call.Reconnect(handle, ShareMode.SHARED, Protocols.ANY, Disposition.LEAVE))
                        .code())
                .isEqualTo(ReturnCode.NO_SMARTCARD);
        pcsc.disconnect(handle, Disposition.LEAVE);
    }

    @Test
    void releasing_a_context_ends_its_connections() {
        long other = pcsc.establishContext(Scope.SYSTEM);
        long handle = pcsc.connect(other, daemon.reader(0), ShareMode.EXCLUSIVE, Protocols.ANY)
                .card();
        pcsc.releaseContext(other);
        assertThat(pcsc.answer(new Call.Status(handle)).code()).isEqualTo(ReturnCode.INVALID_HANDLE);
        assertThat(connectCode(daemon.reader(0), ShareMode.SHARED, Protocols.ANY))
                .isEqualTo(ReturnCode.SUCCESS);
    }

    @Test
    void after_a_restart_of_the_daemon_old_contexts_fail_and_new_ones_work() throws Exception {
        long handle = connect().card();
        daemon.restart();
        assertThat(pcsc.answer(new Call.ListReaders(context, Optional.empty())).code())
                .isIn(ReturnCode.NO_SERVICE, ReturnCode.COMM_ERROR, ReturnCode.SECURITY_VIOLATION);
        assertThat(pcsc.answer(new Call.Status(handle)).code()).isEqualTo(ReturnCode.NO_SERVICE);
        assertThat(pcsc.answer(new Call.ReleaseContext(context)).code()).isEqualTo(ReturnCode.NO_SERVICE);
        context = pcsc.establishContext(Scope.SYSTEM);
        assertThat(pcsc.listReaders(context)).contains(daemon.reader(0));
    }

    @Test
    void closing_ends_a_wait() throws Exception {
        Pcsc closing = open(daemon);
        long waiting = closing.establishContext(Scope.SYSTEM);
        var query = new ReaderQuery(daemon.reader(1), stateOf(1).eventState());
        var call = new Call.GetStatusChange(waiting, OptionalLong.empty(), Optional.of(List.of(query)));
        Future<Answer> wait = CompletableFuture.supplyAsync(() -> closing.answer(call), BLOCKING);
        closing.close();
        assertThat(wait.get(10, TimeUnit.SECONDS).code())
                .isIn(ReturnCode.CANCELLED, ReturnCode.INVALID_HANDLE, ReturnCode.COMM_ERROR);
        assertThat(closing.answer(new Call.EstablishContext(Scope.SYSTEM)).code())
                .isEqualTo(ReturnCode.NO_SERVICE);
        closing.close();
    }
}
