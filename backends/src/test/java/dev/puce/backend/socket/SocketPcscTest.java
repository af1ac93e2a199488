package dev.puce.backend.socket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.Answer;
import dev.puce.pcsc.Attribute;
import dev.puce.pcsc.Call;
import dev.puce.pcsc.EventState;
import dev.puce.pcsc.Pcsc;
import dev.puce.pcsc.Protocols;
import dev.puce.pcsc.ReaderQuery;
import dev.puce.pcsc.ReaderState;
import dev.puce.pcsc.Result;
import dev.puce.pcsc.ReturnCode;
import dev.puce.pcsc.Scope;
import dev.puce.pcsc.ShareMode;
import dev.puce.wire.ProtocolVersion;
import dev.puce.wire.Request;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Tests the client side of the protocol with a scripted daemon.
@Timeout(30)
class SocketPcscTest {
    private static final ReaderQuery UNAWARE = new ReaderQuery(ScriptedDaemon.READER, EventState.UNAWARE);

    private static ReaderQuery known(Pcsc pcsc, long context) {
        ReaderState state =
                pcsc.getStatusChange(context, Duration.ZERO, List.of(UNAWARE)).getFirst();
        return new ReaderQuery(ScriptedDaemon.READER, state.eventState());
    }

    private static FutureTask<Answer> start(Pcsc pcsc, Call call) {
        var task = new FutureTask<>(() -> pcsc.answer(call));
        Thread.ofPlatform().start(task);
        return task;
    }

    private static Call waitFor(long context, ReaderQuery query) {
        return new Call.GetStatusChange(context, OptionalLong.empty(), Optional.of(List.of(query)));
    }

    @ParameterizedTest
    @CsvSource({"2, false", "3, false", "4, false", "5, false", "6, true"})
    void client_uses_the_version_of_the_daemon(int minor, boolean alsoOlder) throws Exception {
        try (var daemon = new ScriptedDaemon(new ProtocolVersion(4, minor), alsoOlder);
                Pcsc pcsc = SocketPcsc.open(daemon.socket())) {
            long context = pcsc.establishContext(Scope.SYSTEM);
            assertThat(daemon.await(Request.Version.class)).isEqualTo(new Request.Version(4, 6));
            if (minor < 6) {
                assertThat(daemon.await(Request.Version.class)).isEqualTo(new Request.Version(4, minor));
            }
            assertThat(pcsc.listReaders(context)).containsExactly(ScriptedDaemon.READER);
            ReaderQuery known = known(pcsc, context);
            assertThat(pcsc.getStatusChange(context, Duration.ofMillis(1), List.of(known)))
                    .allSatisfy(state -> assertThat(state.eventState().has(EventState.CHANGED))
                            .isFalse());
            daemon.requests.clear();
            FutureTask<Answer> wait = start(pcsc, waitFor(context, known));
            daemon.awaitWaiting();
            daemon.sendEvent();
            assertThat(wait.get().code()).isEqualTo(ReturnCode.SUCCESS);
            pcsc.releaseContext(context);
        }
    }

    @ParameterizedTest
    @CsvSource({"3, 0", "5, 0", "4, 1"})
    void unsupported_versions_return_service_stopped(int major, int minor) throws Exception {
        try (var daemon = new ScriptedDaemon(new ProtocolVersion(major, minor), false);
                Pcsc pcsc = SocketPcsc.open(daemon.socket())) {
            assertThat(pcsc.answer(new Call.EstablishContext(Scope.SYSTEM)).code())
                    .isEqualTo(ReturnCode.SERVICE_STOPPED);
        }
    }

    @Test
    void establishContext_returns_no_service_without_a_daemon() {
        try (Pcsc pcsc = SocketPcsc.open(Path.of("/nonexistent/pcscd.comm"))) {
            assertThat(pcsc.answer(new Call.EstablishContext(Scope.SYSTEM)))
                    .isEqualTo(Answer.of(ReturnCode.NO_SERVICE));
            assertThat(pcsc.description()).isEqualTo("pcscd at /nonexistent/pcscd.comm");
        }
    }

    @Test
    void establishContext_returns_no_service_for_an_overlong_path() {
        try (Pcsc pcsc = SocketPcsc.open(Path.of("/" + "x".repeat(200)))) {
            assertThat(pcsc.answer(new Call.EstablishContext(Scope.SYSTEM)))
                    .isEqualTo(Answer.of(ReturnCode.NO_SERVICE));
        }
    }

    @Test
    void setAttrib_sends_number_and_value() throws Exception {
        try (var daemon = new ScriptedDaemon(ProtocolVersion.V4_6, true);
                Pcsc pcsc = SocketPcsc.open(daemon.socket())) {
            daemon.connects = true;
            long context = pcsc.establishContext(Scope.SYSTEM);
            long card = pcsc.connect(context, ScriptedDaemon.READER, ShareMode.SHARED, Protocols.ANY)
                    .card();
            pcsc.setAttrib(card, new Attribute(0x7FFF0007), Bytes.of(1, 2, 3));
            assertThat(daemon.await(Request.SetAttrib.class))
                    .isEqualTo(new Request.SetAttrib(ScriptedDaemon.CARD, 0x7FFF0007, Bytes.of(1, 2, 3)));
        }
    }

    @Test
    void event_that_overtakes_a_reply_is_not_lost() throws Exception {
        try (var daemon = new ScriptedDaemon(ProtocolVersion.V4_6, true);
                Pcsc pcsc = SocketPcsc.open(daemon.socket())) {
            long context = pcsc.establishContext(Scope.SYSTEM);
            ReaderQuery known = known(pcsc, context);
            daemon.eventOvertakesSize = true;
            Answer answer = pcsc.answer(waitFor(context, known));
            assertThat(answer.code()).isEqualTo(ReturnCode.SUCCESS);
            assertThat(pcsc.listReaders(context)).containsExactly(ScriptedDaemon.READER);
        }
    }

    @Test
    void event_that_overtakes_a_reply_ends_only_its_registration() throws Exception {
        try (var daemon = new ScriptedDaemon(ProtocolVersion.V4_6, true);
                Pcsc pcsc = SocketPcsc.open(daemon.socket())) {
            long context = pcsc.establishContext(Scope.SYSTEM);
            daemon.eventOvertakesSize = true;
            pcsc.getStatusChange(context, Duration.ZERO, List.of(UNAWARE));
            assertThat(daemon.requests).doesNotContain(Request.StopWaitingReaderStateChange.of(ProtocolVersion.V4_6));
            pcsc.getStatusChange(context, Duration.ZERO, List.of(UNAWARE));
            daemon.await(Request.StopWaitingReaderStateChange.class);
            assertThat(pcsc.listReaders(context)).containsExactly(ScriptedDaemon.READER);
        }
    }

    @Test
    void pseudo_reader_reports_the_daemons_counter() throws Exception {
        try (var daemon = new ScriptedDaemon(ProtocolVersion.V4_6, true);
                Pcsc pcsc = SocketPcsc.open(daemon.socket())) {
            long context = pcsc.establishContext(Scope.SYSTEM);
            var fresh = new ReaderQuery(ReaderQuery.PNP_NOTIFICATION, EventState.UNAWARE);
            assertThat(pcsc.getStatusChange(context, Duration.ZERO, List.of(fresh)))
                    .extracting(state -> state.eventState().value())
                    .containsExactly(7 << 16);
            var old = new ReaderQuery(ReaderQuery.PNP_NOTIFICATION, new EventState(6 << 16));
            assertThat(pcsc.getStatusChange(context, Pcsc.INFINITE, List.of(old)))
                    .extracting(state -> state.eventState().value())
                    .containsExactly(7 << 16 | EventState.CHANGED);
        }
    }

    @Test
    void context_stays_usable_after_an_interrupted_wait() throws Exception {
        try (var daemon = new ScriptedDaemon(ProtocolVersion.V4_6, true);
                Pcsc pcsc = SocketPcsc.open(daemon.socket())) {
            long context = pcsc.establishContext(Scope.SYSTEM);
            ReaderQuery known = known(pcsc, context);
            daemon.requests.clear();
            var interrupted = new FutureTask<>(() -> {
                Answer answer = pcsc.answer(waitFor(context, known));
                return answer.code().equals(ReturnCode.CANCELLED) && Thread.interrupted();
            });
            Thread thread = Thread.ofPlatform().start(interrupted);
            daemon.awaitWaiting();
            thread.interrupt();
            assertThat(interrupted.get()).isTrue();
            assertThat(pcsc.listReaders(context)).hasSize(1);
        }
    }

    @Test
    void interrupted_thread_starts_no_blocking_call_but_can_clean_up() throws Exception {
        try (var daemon = new ScriptedDaemon(ProtocolVersion.V4_6, true);
                Pcsc pcsc = SocketPcsc.open(daemon.socket())) {
            long context = pcsc.establishContext(Scope.SYSTEM);
            var connect = new Call.Connect(context, ScriptedDaemon.READER, ShareMode.SHARED, Protocols.ANY);
            Thread.currentThread().interrupt();
            assertThat(pcsc.answer(connect).code()).isEqualTo(ReturnCode.CANCELLED);
            assertThat(pcsc.listReaders(context)).hasSize(1);
            pcsc.releaseContext(context);
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void interrupt_ends_an_unanswered_call_and_closes_the_connection() throws Exception {
        try (var daemon = new ScriptedDaemon(ProtocolVersion.V4_6, true);
                Pcsc pcsc = SocketPcsc.open(daemon.socket())) {
            long context = pcsc.establishContext(Scope.SYSTEM);
            var connect = new Call.Connect(context, ScriptedDaemon.READER, ShareMode.SHARED, Protocols.ANY);
            var blocked = new FutureTask<>(() -> pcsc.answer(connect));
            Thread thread = Thread.ofPlatform().start(blocked);
            daemon.await(Request.Connect.class);
            thread.interrupt();
            assertThat(blocked.get().code()).isEqualTo(ReturnCode.CANCELLED);
            assertThat(pcsc.answer(new Call.ListReaders(context, Optional.empty()))
                            .code())
                    .isEqualTo(ReturnCode.NO_SERVICE);
        }
    }

    @Test
    void cancel_ends_a_wait_without_help_of_the_daemon() throws Exception {
        try (var daemon = new ScriptedDaemon(ProtocolVersion.V4_4, false);
                Pcsc pcsc = SocketPcsc.open(daemon.socket())) {
            long context = pcsc.establishContext(Scope.SYSTEM);
            ReaderQuery known = known(pcsc, context);
            daemon.requests.clear();
            FutureTask<Answer> wait = start(pcsc, waitFor(context, known));
            daemon.awaitWaiting();
            FutureTask<Answer> cancel = start(pcsc, new Call.Cancel(context));
            assertThat(daemon.await(Request.Cancel.class).context()).isEqualTo((int) context);
            assertThat(wait.get()).isEqualTo(Answer.of(ReturnCode.CANCELLED));
            daemon.closeConnections();
            assertThat(cancel.get().code()).isEqualTo(ReturnCode.SUCCESS);
        }
    }

    @Test
    void close_ends_an_unanswered_call() throws Exception {
        try (var daemon = new ScriptedDaemon(ProtocolVersion.V4_6, true)) {
            Pcsc pcsc = SocketPcsc.open(daemon.socket());
            long context = pcsc.establishContext(Scope.SYSTEM);
            FutureTask<Answer> blocked =
                    start(pcsc, new Call.Connect(context, ScriptedDaemon.READER, ShareMode.SHARED, Protocols.ANY));
            daemon.await(Request.Connect.class);
            pcsc.close();
            assertThat(blocked.get().code()).isEqualTo(ReturnCode.CANCELLED);
        }
    }

    @Test
    void closed_connection_is_a_communication_error_and_then_no_service() throws Exception {
        try (var daemon = new ScriptedDaemon(ProtocolVersion.V4_6, true);
                Pcsc pcsc = SocketPcsc.open(daemon.socket())) {
            long context = pcsc.establishContext(Scope.SYSTEM);
            ReaderQuery known = known(pcsc, context);
            daemon.requests.clear();
            FutureTask<Answer> wait = start(pcsc, waitFor(context, known));
            daemon.awaitWaiting();
            daemon.closeConnections();
            assertThat(wait.get().code()).isIn(ReturnCode.COMM_ERROR, ReturnCode.SECURITY_VIOLATION);
            assertThat(pcsc.answer(new Call.ListReaders(context, Optional.empty())))
                    .isEqualTo(new Answer(ReturnCode.NO_SERVICE, Result.NONE));
            assertThat(pcsc.isValidContext(context)).isTrue();
            assertThat(pcsc.answer(new Call.ReleaseContext(context)).code()).isEqualTo(ReturnCode.NO_SERVICE);
            assertThat(pcsc.isValidContext(context)).isFalse();
        }
    }
}
