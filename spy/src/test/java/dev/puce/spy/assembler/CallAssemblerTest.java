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

/// What the recordings do not show.
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
    void an_infinite_wait_is_one_call_although_the_library_asks_again_every_minute() {
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

    /// The library reads the event as the number of readers, 0, and gives up.
    @Test
    void an_event_in_place_of_the_number_of_readers_makes_the_library_give_up() {
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
    void a_call_that_the_program_did_not_live_to_see_has_no_outcome() {
        ask(new Request.BeginTransaction(CARD));
        assembler.closed(1, ClosedBy.CLIENT, nanos);
        assertThat(calls.getFirst().call()).isEqualTo(new Call.BeginTransaction(CARD));
        assertThat(calls.getFirst().outcome()).isEmpty();
        assertThat(calls.getLast().call()).asString().contains("without SCardReleaseContext");
    }

    @Test
    void a_call_during_which_the_daemon_dies_returns_what_libpcsclite_returns() {
        ask(new Request.BeginTransaction(CARD));
        pause(20);
        assembler.closed(1, ClosedBy.DAEMON, nanos);
        assertThat(calls).singleElement().satisfies(call -> {
            assertThat(call.outcome().orElseThrow().code()).isEqualTo(ReturnCode.COMM_ERROR);
            assertThat(call.outcome().orElseThrow().durationNanos()).isEqualTo(20 * MILLISECOND);
        });
    }

    @Test
    void a_wait_that_the_observer_does_not_see_the_end_of_has_no_outcome() {
        ask(WAIT);
        states(EMPTY);
        assembler.end(nanos);
        assertThat(calls)
                .singleElement()
                .satisfies(call -> assertThat(call.outcome()).isEmpty());
    }

    @Test
    void a_list_of_readers_is_given_after_a_second_even_if_nothing_follows() {
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
    void a_wait_in_progress_is_not_given_however_long_it_takes() {
        ask(WAIT);
        states(EMPTY);
        assembler.settle(nanos + 3_600_000 * MILLISECOND);
        assertThat(calls).isEmpty();
    }

    @Test
    void an_equal_request_is_a_repetition_only_if_the_library_could_have_made_it() {
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
    void what_the_daemon_says_beside_the_protocol_ends_the_call_without_outcome() {
        ask(new Request.Status(CARD));
        conversation.fromDaemon(Bytes.hex("DEADBEEF DEADBEEF").asBuffer(), ++nanos);
        exchange(new Request.Disconnect(CARD, 0), new Reply.Disconnect(0));
        assertThat(calls)
                .extracting(call -> call.call().function())
                .containsExactly(Function.STATUS, Function.UNKNOWN, Function.DISCONNECT);
        assertThat(calls.getFirst().outcome()).isEmpty();
    }

    @Test
    void a_call_whose_answer_was_missed_has_no_outcome() {
        ask(new Request.Status(CARD));
        conversation.missed(1000, ++nanos);
        exchange(new Request.Disconnect(CARD, 0), new Reply.Disconnect(0));
        assertThat(calls)
                .extracting(call -> call.call().function())
                .containsExactly(Function.STATUS, Function.UNKNOWN, Function.DISCONNECT);
        assertThat(calls.getFirst().outcome()).isEmpty();
    }

    @Test
    void calls_are_numbered_as_they_come_out() {
        exchange(new Request.Status(CARD), new Reply.Status(0));
        exchange(new Request.Disconnect(CARD, 0), new Reply.Disconnect(0));
        assertThat(calls).extracting(TracedCall::sequence).containsExactly(2L, 3L);
    }

    private void states(ReaderEntry entry) {
        exchange(new Request.GetReadersStateSize(), new Reply.ReadersStateSize(1));
        exchange(new Request.GetReadersStateArray(), new Reply.ReadersState(List.of(entry)));
    }
}
