package dev.puce.spy.assembler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.Call;
import dev.puce.pcsc.Function;
import dev.puce.pcsc.Result;
import dev.puce.pcsc.ReturnCode;
import dev.puce.pcsc.TracedCall;
import dev.puce.wire.ProtocolVersion;
import dev.puce.wire.ReaderEntry;
import dev.puce.wire.Reply;
import dev.puce.wire.Request;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Cases that are not in the recordings.
class CallAssemblerTest extends PlayedConversation {
    private static final int CARD = 0x34FCDEB8;
    private static final Request WAIT = Request.WaitReaderStateChange.of(ProtocolVersion.V4_6);
    private static final Request STOP = Request.StopWaitingReaderStateChange.of(ProtocolVersion.V4_6);

    @BeforeEach
    void connect() {
        establish(ProtocolVersion.V4_6);
        calls.clear();
    }

    @Test
    void infinite_wait_is_one_call_although_the_library_repeats_it_every_minute() {
        ask(WAIT);
        states(EMPTY);
        for (int minute = 0; minute < 3; minute++) {
            pause(60_000);
            exchange(STOP, new Reply.StopWaitingReaderStateChange(0, 0));
            ask(WAIT);
            states(EMPTY);
        }
        pause(10_000);
        event(Reply.Event.CHANGED);
        ask(WAIT);
        states(FULL);
        exchange(STOP, new Reply.StopWaitingReaderStateChange(0, 0));

        assertThat(calls).hasSize(1);
        assertThat(calls.getFirst().outcome().orElseThrow().code()).isEqualTo(ReturnCode.SUCCESS);
        assertThat(calls.getFirst().outcome().orElseThrow().durationNanos())
                .isBetween(190_000 * MILLISECOND, 191_000 * MILLISECOND);
        var change = (Result.GetStatusChange)
                calls.getFirst().outcome().orElseThrow().result();
        assertThat(change.readers()).singleElement().satisfies(reader -> {
            assertThat(reader.eventState().value()).isEqualTo(0x20022);
            assertThat(reader.atr()).isEqualTo(Bytes.hex("3B00"));
        });
    }

    /// The library reads the event as the number of readers, 0, and fails.
    @Test
    void event_instead_of_the_number_of_readers_makes_the_library_fail() {
        ask(WAIT);
        ask(new Request.GetReadersStateSize());
        event(Reply.Event.CHANGED);
        reply(new Request.GetReadersStateSize(), new Reply.ReadersStateSize(1));
        ask(STOP);
        assertThat(calls).singleElement().satisfies(call -> {
            assertThat(call.call().function()).isEqualTo(Function.GET_STATUS_CHANGE);
            assertThat(call.outcome().orElseThrow().code()).isEqualTo(ReturnCode.UNEXPECTED);
        });
    }

    @Test
    void call_that_outlives_its_program_has_no_outcome() {
        ask(new Request.BeginTransaction(CARD));
        assembler.closed(1, ClosedBy.CLIENT, nanos);
        assertThat(calls.getFirst().call()).isEqualTo(new Call.BeginTransaction(CARD));
        assertThat(calls.getFirst().outcome()).isEmpty();
        assertThat(calls.getLast().call()).asString().contains("without SCardReleaseContext");
    }

    @Test
    void call_during_which_the_daemon_dies_returns_the_code_of_libpcsclite() {
        ask(new Request.BeginTransaction(CARD));
        pause(20);
        assembler.closed(1, ClosedBy.DAEMON, nanos);
        assertThat(calls).singleElement().satisfies(call -> {
            assertThat(call.outcome().orElseThrow().code()).isEqualTo(ReturnCode.COMM_ERROR);
            assertThat(call.outcome().orElseThrow().durationNanos()).isEqualTo(20 * MILLISECOND);
        });
    }

    @Test
    void wait_that_outlives_the_trace_has_no_outcome() {
        ask(WAIT);
        states(EMPTY);
        assembler.end(nanos);
        assertThat(calls)
                .singleElement()
                .satisfies(call -> assertThat(call.outcome()).isEmpty());
    }

    @Test
    void list_of_readers_is_delivered_after_a_second_without_messages() {
        states(EMPTY);
        assembler.settle(nanos + 900 * MILLISECOND);
        assertThat(calls).isEmpty();
        assembler.settle(nanos + 1100 * MILLISECOND);
        assertThat(calls)
                .singleElement()
                .satisfies(call -> assertThat(call.outcome().orElseThrow().result())
                        .isEqualTo(new Result.ListReaders(List.of("Reader"))));
    }

    @Test
    void wait_in_progress_is_not_delivered() {
        ask(WAIT);
        states(EMPTY);
        assembler.settle(nanos + 3_600_000 * MILLISECOND);
        assertThat(calls).isEmpty();
    }

    @Test
    void call_without_an_answer_waits_after_a_second_and_so_does_one_that_the_library_repeats() {
        var begin = new Request.BeginTransaction(CARD);
        ask(begin);
        long start = nanos;
        assertThat(assembler.waiting(start + 900 * MILLISECOND)).isEmpty();
        assertThat(assembler.waiting(start + 1100 * MILLISECOND))
                .singleElement()
                .satisfies(call -> {
                    assertThat(call.call()).isInstanceOf(Call.BeginTransaction.class);
                    assertThat(call.startNanos()).isEqualTo(start);
                });
        reply(begin, new Reply.BeginTransaction(0x8010000B));
        assertThat(assembler.waiting(start + 1100 * MILLISECOND)).hasSize(1);
        pause(100);
        exchange(begin, new Reply.BeginTransaction(0));
        assertThat(assembler.waiting(start + 1100 * MILLISECOND)).isEmpty();
    }

    @Test
    void equal_request_is_a_retry_only_at_the_times_of_the_library() {
        var begin = new Request.BeginTransaction(CARD);
        exchange(begin, new Reply.BeginTransaction(0x8010000B));
        pause(100);
        exchange(begin, new Reply.BeginTransaction(0x8010000B));
        pause(5);
        exchange(begin, new Reply.BeginTransaction(0x8010000B));
        pause(5_000);
        exchange(begin, new Reply.BeginTransaction(0));
        assertThat(calls)
                .extracting(call -> call.outcome().orElseThrow().code())
                .containsExactly(ReturnCode.SHARING_VIOLATION, ReturnCode.SHARING_VIOLATION, ReturnCode.SUCCESS);
    }

    @Test
    void message_outside_the_protocol_ends_the_call_without_outcome() {
        ask(new Request.Status(CARD));
        conversation.fromDaemon(Bytes.hex("DEADBEEF DEADBEEF").asBuffer(), ++nanos);
        exchange(new Request.Disconnect(CARD, 0), new Reply.Disconnect(0));
        assertThat(calls)
                .extracting(call -> call.call().function())
                .containsExactly(Function.STATUS, Function.UNKNOWN, Function.DISCONNECT);
        assertThat(calls.getFirst().outcome()).isEmpty();
    }

    @Test
    void call_with_a_missed_answer_has_no_outcome() {
        ask(new Request.Status(CARD));
        conversation.missed(1000, ++nanos);
        exchange(new Request.Disconnect(CARD, 0), new Reply.Disconnect(0));
        assertThat(calls)
                .extracting(call -> call.call().function())
                .containsExactly(Function.STATUS, Function.UNKNOWN, Function.DISCONNECT);
        assertThat(calls.getFirst().outcome()).isEmpty();
    }

    @Test
    void calls_are_numbered_in_order_of_delivery() {
        exchange(new Request.Status(CARD), new Reply.Status(0));
        exchange(new Request.Disconnect(CARD, 0), new Reply.Disconnect(0));
        assertThat(calls).extracting(TracedCall::sequence).containsExactly(2L, 3L);
    }

    private void states(ReaderEntry entry) {
        exchange(new Request.GetReadersStateSize(), new Reply.ReadersStateSize(1));
        exchange(new Request.GetReadersStateArray(), new Reply.ReadersState(List.of(entry)));
    }

    @Test
    void daemon_that_ends_between_two_calls_leaves_a_mark() {
        assembler.closed(1, ClosedBy.DAEMON, nanos);

        assertThat(calls)
                .singleElement()
                .satisfies(call -> assertThat(call.call())
                        .isEqualTo(new Call.Unknown(
                                "connection lost", "the daemon closed the connection of a program with a context")));
    }
}
