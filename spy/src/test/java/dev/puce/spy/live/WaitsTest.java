package dev.puce.spy.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.pcsc.Call;
import dev.puce.pcsc.Caller;
import dev.puce.pcsc.Disposition;
import dev.puce.pcsc.Protocol;
import dev.puce.pcsc.Protocols;
import dev.puce.pcsc.Result;
import dev.puce.pcsc.ReturnCode;
import dev.puce.pcsc.ShareMode;
import dev.puce.pcsc.TracedCall;
import dev.puce.spy.TraceEvent;
import dev.puce.spy.WaitingCall;
import dev.puce.spy.WaitingCall.Holder;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class WaitsTest {
    static final Caller A = caller("a", 1);
    static final Caller B = caller("b", 2);

    private static final long MILLISECOND = 1_000_000;
    private static final long TOOK = MILLISECOND;
    private static final Call CONNECT = new Call.Connect(1, "Reader", ShareMode.SHARED, Protocols.ANY);

    private final Waits waits = new Waits();
    private long sequence;

    private static Caller caller(String program, int number) {
        return new Caller(
                program,
                OptionalInt.of(number),
                OptionalInt.empty(),
                List.of(),
                Optional.empty(),
                number,
                Optional.empty());
    }

    private void called(Caller caller, long startNanos, Call call, Result result) {
        waits.ended(call(caller, startNanos, call, result), startNanos + TOOK);
    }

    private TracedCall call(Caller caller, long startNanos, Call call, Result result) {
        return new TracedCall(
                ++sequence,
                caller,
                startNanos,
                call,
                Optional.of(new TracedCall.Outcome(ReturnCode.SUCCESS, TOOK, result)));
    }

    private WaitingCall waiting(Call call) {
        var unfinished = new TracedCall(0, B, 30 * MILLISECOND, call, Optional.empty());
        return waits.update(List.of(unfinished), 1030 * MILLISECOND)
                .orElseThrow()
                .calls()
                .getFirst();
    }

    private void connects(ShareMode mode) {
        called(
                A,
                10 * MILLISECOND,
                new Call.Connect(1, "Reader", mode, Protocols.ANY),
                new Result.Connect(7, Protocol.T1));
    }

    @Test
    void a_transaction_of_another_program_holds_the_card() {
        connects(ShareMode.SHARED);
        assertThat(waiting(CONNECT).holder()).isEmpty();
        called(A, 20 * MILLISECOND, new Call.BeginTransaction(7), Result.NONE);
        assertThat(waiting(CONNECT).holder()).hasValue(new Holder(A, false, 21 * MILLISECOND));
        called(A, 22 * MILLISECOND, new Call.EndTransaction(7, Disposition.LEAVE), Result.NONE);
        assertThat(waiting(CONNECT).holder()).isEmpty();
    }

    @Test
    void an_exclusive_connection_holds_the_card_until_its_program_ends() {
        connects(ShareMode.EXCLUSIVE);
        assertThat(waiting(CONNECT).holder()).hasValue(new Holder(A, true, 11 * MILLISECOND));
        waits.closed(A.connection());
        assertThat(waiting(CONNECT).holder()).isEmpty();
    }

    @Test
    void the_reader_of_a_call_with_a_card_is_that_of_its_connection() {
        connects(ShareMode.SHARED);
        called(
                B,
                15 * MILLISECOND,
                new Call.Connect(2, "Reader", ShareMode.SHARED, Protocols.ANY),
                new Result.Connect(8, Protocol.T1));
        called(A, 20 * MILLISECOND, new Call.BeginTransaction(7), Result.NONE);
        var waiting = waiting(new Call.BeginTransaction(8));
        assertThat(waiting.reader()).isEqualTo("Reader");
        assertThat(waiting.holder()).isPresent();
    }

    @Test
    void an_ended_wait_names_the_holder_and_the_time() {
        connects(ShareMode.SHARED);
        called(A, 20 * MILLISECOND, new Call.BeginTransaction(7), Result.NONE);
        waiting(CONNECT);
        var unfinished = new TracedCall(9, B, 30 * MILLISECOND, CONNECT, Optional.empty());
        assertThat(waits.ended(unfinished, 19_030 * MILLISECOND))
                .hasValue("SCardConnect waited 19.0 s for a[1], which held a transaction");
    }

    @Test
    void views_learn_once_that_no_call_waits_any_more() {
        assertThat(waits.update(List.of(), 1)).isEmpty();
        waiting(CONNECT);
        assertThat(waits.update(List.of(), 2)).map(TraceEvent.Waiting::calls).hasValue(List.of());
        assertThat(waits.update(List.of(), 3)).isEmpty();
    }
}
