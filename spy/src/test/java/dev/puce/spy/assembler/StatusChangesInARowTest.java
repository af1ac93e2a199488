package dev.puce.spy.assembler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.Function;
import dev.puce.pcsc.ReturnCode;
import dev.puce.wire.ProtocolVersion;
import dev.puce.wire.ReaderEntry;
import dev.puce.wire.Reply;
import dev.puce.wire.Request;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// SCardGetStatusChange twice in a row. The first time, the program was delayed before STOP.
@ParameterizedClass
@MethodSource("versions")
class StatusChangesInARowTest extends PlayedConversation {
    private static final ReaderEntry MUTE = ReaderEntry.of("Reader", 2, 0x0C, 0, Bytes.EMPTY, 0);

    @Parameter
    private ProtocolVersion version;

    static Stream<ProtocolVersion> versions() {
        return Stream.of(ProtocolVersion.V4_4, ProtocolVersion.V4_5, ProtocolVersion.V4_6);
    }

    @BeforeEach
    void connect() {
        establish(version);
        states(EMPTY);
        exchange(new Request.Disconnect(1, 0), new Reply.Disconnect(0)); // now the number of entries is known
        calls.clear();
    }

    @ParameterizedTest
    @ValueSource(longs = {2, 40, 300})
    void call_that_waits_for_an_event_is_a_second_call(long heldUp) {
        begin(EMPTY);
        pause(heldUp);
        stop();
        begin(EMPTY);
        pause(5_000);
        event(Reply.Event.CHANGED);
        begin(FULL);
        stop();
        assertCalls(ReturnCode.SUCCESS, ReturnCode.SUCCESS);
        assertThat(millis(0)).isEqualTo(heldUp);
        assertThat(millis(1)).isEqualTo(5_000);
    }

    @Test
    void call_that_times_out_is_a_second_call() {
        begin(EMPTY);
        pause(2);
        stop();
        begin(EMPTY);
        pause(700);
        stop();
        begin(EMPTY);
        stop();
        assertCalls(ReturnCode.SUCCESS, ReturnCode.TIMEOUT);
        assertThat(millis(1)).isEqualTo(700);
    }

    @Test
    void cancelled_call_is_a_second_call() {
        begin(EMPTY);
        pause(2);
        stop();
        begin(EMPTY);
        pause(10);
        event(Reply.Event.CANCELLED);
        assertCalls(ReturnCode.SUCCESS, ReturnCode.CANCELLED);
    }

    @Test
    void call_for_the_number_of_events_is_a_second_call() {
        if (!version.hasReaderEvents()) {
            return;
        }
        begin(EMPTY);
        exchange(new Request.GetReaderEvents(), new Reply.ReaderEvents(2, 0));
        pause(2);
        stop();
        begin(EMPTY);
        exchange(new Request.GetReaderEvents(), new Reply.ReaderEvents(2, 0));
        stop();
        assertCalls(ReturnCode.SUCCESS, ReturnCode.SUCCESS);
    }

    @Test
    void first_call_is_delivered_while_the_second_waits() {
        begin(EMPTY);
        pause(2);
        stop();
        begin(EMPTY);
        assembler.settle(nanos + 900 * MILLISECOND);
        assertThat(calls).isEmpty();
        assembler.settle(nanos + 1_100 * MILLISECOND);
        assertCalls(ReturnCode.SUCCESS);
        pause(3_000);
        assembler.closed(1, ClosedBy.DAEMON, nanos);
        assertCalls(ReturnCode.SUCCESS, ReturnCode.COMM_ERROR);
    }

    @Test
    void end_of_connection_ends_only_the_second_call() {
        begin(EMPTY);
        pause(2);
        stop();
        begin(EMPTY);
        pause(100);
        assembler.closed(1, ClosedBy.DAEMON, nanos);
        assertCalls(ReturnCode.SUCCESS, ReturnCode.COMM_ERROR);
    }

    /// The program was delayed after each timeout. The next messages must not become a part of the call.
    @Test
    void every_poll_is_one_call() {
        for (int i = 0; i < 3; i++) {
            begin(EMPTY);
            pause(2);
            stop();
            begin(EMPTY);
            pause(2);
            stop();
        }
        assertCalls(ReturnCode.TIMEOUT, ReturnCode.TIMEOUT, ReturnCode.TIMEOUT);
    }

    @Test
    void event_that_overtakes_the_last_stop_of_a_timeout_is_not_a_second_call() {
        begin(EMPTY);
        pause(700);
        stop();
        begin(EMPTY);
        event(Reply.Event.CHANGED);
        ask(stopRequest());
        assertCalls(ReturnCode.TIMEOUT);
    }

    @Test
    void timeout_with_a_delay_shorter_than_its_wait_is_one_call() {
        begin(EMPTY);
        pause(700);
        stop();
        begin(EMPTY);
        pause(200);
        stop();
        assertCalls(ReturnCode.TIMEOUT);
    }

    /// The library sleeps for 0.4 s before it reports a card without an ATR.
    @Test
    void mute_card_is_not_a_timeout() {
        for (int i = 0; i < 2; i++) {
            begin(MUTE);
            pause(400);
            stop();
        }
        assembler.settle(nanos + 2_000 * MILLISECOND);
        assertCalls(ReturnCode.SUCCESS, ReturnCode.SUCCESS);
    }

    /// The bytes are the same, and the times may be the same too: see `docs/internals/wire-protocol.md`.
    @Test
    void calls_that_look_like_a_timeout_are_one_call() {
        begin(EMPTY);
        pause(2);
        stop();
        begin(EMPTY);
        stop();
        assertCalls(ReturnCode.TIMEOUT);
    }

    private void assertCalls(ReturnCode... codes) {
        assertThat(calls)
                .allSatisfy(call -> assertThat(call.call().function()).isEqualTo(Function.GET_STATUS_CHANGE))
                .extracting(call -> call.outcome().orElseThrow().code())
                .containsExactly(codes);
    }

    private long millis(int call) {
        return calls.get(call).outcome().orElseThrow().durationNanos() / MILLISECOND;
    }

    private void begin(ReaderEntry entry) {
        var wait = Request.WaitReaderStateChange.of(version);
        ask(wait);
        if (version.waitAnswersStates()) {
            reply(wait, new Reply.ReadersState(List.of(entry)));
        } else {
            states(entry);
        }
    }

    private void states(ReaderEntry entry) {
        if (version.hasStateArray()) {
            exchange(new Request.GetReadersStateSize(), new Reply.ReadersStateSize(1));
            exchange(new Request.GetReadersStateArray(), new Reply.ReadersState(List.of(entry)));
        } else {
            exchange(new Request.GetReadersState(), new Reply.ReadersState(List.of(entry)));
        }
    }

    private Request stopRequest() {
        return Request.StopWaitingReaderStateChange.of(version);
    }

    private void stop() {
        exchange(stopRequest(), new Reply.StopWaitingReaderStateChange(0, 0));
    }
}
