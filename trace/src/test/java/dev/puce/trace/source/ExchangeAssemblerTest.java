package dev.puce.trace.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.Call;
import dev.puce.pcsc.Caller;
import dev.puce.pcsc.Disposition;
import dev.puce.pcsc.Function;
import dev.puce.pcsc.Inference;
import dev.puce.pcsc.Pci;
import dev.puce.pcsc.Provenance;
import dev.puce.pcsc.Result;
import dev.puce.pcsc.ReturnCode;
import dev.puce.pcsc.TracedCall;
import dev.puce.testkit.CallList;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ExchangeAssemblerTest {
    private static final Bytes SELECT = Bytes.hex("00A4040000");
    private static final Bytes READ = Bytes.hex("00B0000000");
    private static final Bytes OK = Bytes.hex("9000");
    private static final Bytes NOT_FOUND = Bytes.hex("6A82");
    private static final long UNKNOWN = TracedCall.UNKNOWN_NANOS;

    private final CallList sink = new CallList();
    private final ExchangeAssembler assembler = new ExchangeAssembler(sink, Optional.empty());

    private List<TracedCall> calls() throws IOException {
        assembler.finish();
        return sink.calls();
    }

    private static TracedCall.Outcome answer(long nanos, Bytes response) {
        return new TracedCall.Outcome(ReturnCode.UNKNOWN, nanos, new Result.Transmit(Pci.UNKNOWN, response));
    }

    @Test
    void a_command_and_its_answer_are_one_call_without_invented_values() throws IOException {
        assembler.command(Origin.UNKNOWN, UNKNOWN, SELECT);
        assembler.response(Origin.UNKNOWN, UNKNOWN, OK);
        assertThat(calls())
                .containsExactly(new TracedCall(
                        1,
                        Caller.UNKNOWN,
                        UNKNOWN,
                        ExchangeAssembler.transmit(SELECT),
                        Optional.of(answer(UNKNOWN, OK))));
    }

    @Test
    void the_first_known_time_is_time_0() throws IOException {
        assembler.command(Origin.UNKNOWN, 5_000, SELECT);
        assembler.response(Origin.UNKNOWN, 5_400, OK);
        assembler.command(Origin.UNKNOWN, 6_000, READ);
        assembler.response(Origin.UNKNOWN, 5_900, OK); // disorder is not a duration
        assertThat(calls()).extracting(TracedCall::startNanos).containsExactly(0L, 1_000L);
        assertThat(calls())
                .extracting(call -> call.outcome().orElseThrow().durationNanos())
                .containsExactly(400L, UNKNOWN);
    }

    @Test
    void next_command_leaves_the_one_before_without_an_answer() throws IOException {
        assembler.nextCommand(Origin.UNKNOWN, UNKNOWN, ExchangeAssembler.transmit(SELECT));
        assembler.nextCommand(Origin.UNKNOWN, UNKNOWN, ExchangeAssembler.transmit(READ));
        assembler.response(Origin.UNKNOWN, UNKNOWN, OK);
        assertThat(calls())
                .extracting(TracedCall::outcome)
                .containsExactly(Optional.of(TracedCall.Outcome.UNKNOWN), Optional.of(answer(UNKNOWN, OK)));
    }

    @Test
    void times_count_from_the_start_in_the_header() throws IOException {
        var dated = new ExchangeAssembler(sink, Optional.of(Instant.ofEpochSecond(7)));
        dated.command(Origin.UNKNOWN, 7_000_000_050L, SELECT);
        dated.response(Origin.UNKNOWN, 7_000_000_060L, OK);
        assertThat(calls()).extracting(TracedCall::startNanos).containsExactly(50L);
    }

    @Test
    void answers_go_to_the_command_of_the_same_key() throws IOException {
        var one = new Origin(1, Caller.UNKNOWN, Provenance.DIRECT);
        var two = new Origin(2, Caller.UNKNOWN, Provenance.ofReader("R"));
        assembler.command(one, UNKNOWN, SELECT);
        assembler.command(two, UNKNOWN, READ);
        assembler.response(one, UNKNOWN, NOT_FOUND);
        assembler.response(two, UNKNOWN, OK);
        assertThat(calls()).extracting(TracedCall::sequence).containsExactly(1L, 2L);
        assertThat(calls())
                .extracting(TracedCall::result)
                .containsExactly(new Result.Transmit(Pci.UNKNOWN, NOT_FOUND), new Result.Transmit(Pci.UNKNOWN, OK));
        assertThat(calls()).extracting(call -> call.provenance().inferred()).containsOnly(Set.of());
        assertThat(calls().getLast().provenance().reader()).hasValue("R");
    }

    @Test
    void answers_to_several_open_commands_are_marked() throws IOException {
        assembler.command(Origin.UNKNOWN, UNKNOWN, SELECT);
        assembler.command(Origin.UNKNOWN, UNKNOWN, READ);
        assembler.response(Origin.UNKNOWN, UNKNOWN, NOT_FOUND);
        assembler.response(Origin.UNKNOWN, UNKNOWN, OK);
        assertThat(calls())
                .extracting(TracedCall::call)
                .containsExactly(ExchangeAssembler.transmit(SELECT), ExchangeAssembler.transmit(READ));
        assertThat(calls()).extracting(call -> call.provenance().inferred()).containsOnly(Set.of(Inference.ANSWER));
    }

    @Test
    void an_answer_without_command_is_kept() throws IOException {
        assembler.response(Origin.UNKNOWN, 10, OK);
        assertThat(calls()).extracting(TracedCall::call).containsExactly(new Call.NameOnly(Function.TRANSMIT));
        assertThat(calls()).extracting(TracedCall::hasStart).containsExactly(false);
    }

    @Test
    void calls_that_are_open_at_the_end_have_no_outcome() throws IOException {
        assembler.command(Origin.UNKNOWN, 1, SELECT);
        assembler.begin(Origin.UNKNOWN, 2, new Call.Disconnect(Call.UNKNOWN_HANDLE, Disposition.UNKNOWN));
        assertThat(assembler.isOpen(Origin.UNKNOWN, Function.DISCONNECT)).isTrue();
        assertThat(sink.calls()).isEmpty();
        assertThat(calls()).extracting(TracedCall::outcome).containsExactly(Optional.empty(), Optional.empty());
        assertThat(calls()).extracting(TracedCall::sequence).containsExactly(1L, 2L);
        assertThat(assembler.isOpen(Origin.UNKNOWN, Function.DISCONNECT)).isFalse();
    }

    @Test
    void stated_durations_are_kept() throws IOException {
        assembler.command(Origin.UNKNOWN, UNKNOWN, SELECT);
        assertThat(assembler.end(Origin.UNKNOWN, Function.TRANSMIT, answer(77, OK)))
                .isTrue();
        assertThat(assembler.end(Origin.UNKNOWN, Function.TRANSMIT, answer(77, OK)))
                .isFalse();
        assertThat(calls()).extracting(TracedCall::outcome).containsExactly(Optional.of(answer(77, OK)));
    }

    @Test
    void commands_that_are_never_answered_do_not_pile_up() throws IOException {
        for (int i = 0; i < 3 * ExchangeAssembler.MAX_OPEN; i++) {
            assembler.command(new Origin(i, Caller.UNKNOWN, Provenance.DIRECT), i, SELECT);
        }
        assertThat(sink.calls()).hasSize(2 * ExchangeAssembler.MAX_OPEN);
        assertThat(calls()).extracting(TracedCall::sequence).isSorted().hasSize(3 * ExchangeAssembler.MAX_OPEN);
    }

    @Test
    void marks_stand_between_the_calls() throws IOException {
        assembler.mark(Origin.UNKNOWN, 3, new Call.Mark("card inserted", "", Optional.of(Bytes.hex("3B00"))));
        assertThat(calls()).extracting(TracedCall::outcome).containsExactly(Optional.of(TracedCall.Outcome.UNKNOWN));
    }
}
