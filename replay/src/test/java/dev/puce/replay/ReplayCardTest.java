package dev.puce.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.Call;
import dev.puce.pcsc.Caller;
import dev.puce.pcsc.CardState;
import dev.puce.pcsc.Hidden;
import dev.puce.pcsc.Pci;
import dev.puce.pcsc.Protocol;
import dev.puce.pcsc.Protocols;
import dev.puce.pcsc.Result;
import dev.puce.pcsc.ReturnCode;
import dev.puce.pcsc.ShareMode;
import dev.puce.pcsc.TracedCall;
import dev.puce.replay.RecordedExchange.Answer;
import dev.puce.replay.ReplayOptions.Matching;
import dev.puce.service.card.VirtualCard.CardUnresponsiveException;
import dev.puce.trace.redaction.Redaction;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReplayCardTest {
    private static final Bytes SELECT = Bytes.hex("00A4000C023F00");
    private static final Bytes READ = Bytes.hex("00B0000010");
    private static final Bytes VERIFY = Bytes.hex("0020008008");

    private final RecordedCards recording = new RecordedCards();
    private long sequence;

    @BeforeEach
    void record() {
        call(
                new Call.Connect(1, "Reader 00 00", new ShareMode(2), new Protocols(3)),
                ReturnCode.SUCCESS,
                new Result.Connect(7, Protocol.T1));
        call(
                new Call.Status(7),
                ReturnCode.SUCCESS,
                new Result.Status("Reader 00 00", new CardState(0x34), Protocol.T1, Bytes.hex("3B8B01")));
        transmit(SELECT, Optional.empty(), ReturnCode.SUCCESS, "9000");
        transmit(VERIFY, Optional.of(Hidden.ENTIRELY), ReturnCode.SUCCESS, "63C2");
        transmit(READ, Optional.empty(), ReturnCode.SHARING_VIOLATION, null);
        transmit(READ, Optional.empty(), ReturnCode.SUCCESS, "019000");
        transmit(READ, Optional.empty(), ReturnCode.SUCCESS, "029000");
        transmit(READ, Optional.empty(), ReturnCode.REMOVED_CARD, null);
    }

    private void transmit(Bytes command, Optional<Hidden> hidden, ReturnCode code, String response) {
        Result result = response == null ? Result.NONE : new Result.Transmit(Pci.of(Protocol.T1), Bytes.hex(response));
        call(new Call.Transmit(7, Pci.of(Protocol.T1), command, OptionalLong.empty(), hidden), code, result);
    }

    private void call(Call call, ReturnCode code, Result result) {
        recording.accept(new TracedCall(
                ++sequence,
                Caller.UNKNOWN,
                sequence * 1000,
                call,
                Optional.of(new TracedCall.Outcome(code, 500, result))));
    }

    private ReplayCard card(ReplayOptions options) {
        return new ReplayCard(recording.cards().getFirst(), options, _ -> {});
    }

    @Test
    void a_recording_tells_reader_atr_and_what_reached_the_card() {
        var card = recording.cards().getFirst();
        assertThat(card.reader()).isEqualTo("Reader 00 00");
        assertThat(card.atrOrSubstitute()).isEqualTo(Bytes.hex("3B8B01"));
        assertThat(card.exchanges()).as("without the one that was refused").hasSize(5);
    }

    @Test
    void in_order_every_command_gets_its_answer_and_any_pin_is_right() throws Exception {
        var card = card(ReplayOptions.USUAL);
        assertThat(card.powerOn()).isEqualTo(Bytes.hex("3B8B01"));
        assertThat(card.transmit(SELECT)).isEqualTo(Bytes.hex("9000"));
        assertThat(card.transmit(VERIFY.plus(Bytes.hex("3939393939393939")))).isEqualTo(Bytes.hex("63C2"));
        assertThat(card.transmit(READ)).isEqualTo(Bytes.hex("019000"));
        card.reset();
        assertThat(card.transmit(READ)).isEqualTo(Bytes.hex("029000"));
        assertThatThrownBy(() -> card.transmit(READ))
                .isInstanceOfSatisfying(
                        CardUnresponsiveException.class,
                        failure -> assertThat(failure.code()).hasValue(ReturnCode.REMOVED_CARD));
        assertThat(card.answered()).isEqualTo(5);
        assertThat(card.remaining()).isEmpty();
        assertThat(card.mismatches()).isEmpty();
    }

    @Test
    void commands_out_of_order_are_reported_with_the_expected_and_the_nearest_one() throws Exception {
        var card = card(ReplayOptions.USUAL);
        assertThat(card.transmit(Bytes.hex("00B0000020"))).isEqualTo(Bytes.hex("6F00"));
        assertThat(card.mismatches().getFirst()).hasToString("""
                a command that was not recorded came to Reader 00 00
                  expected call 3: 00 A4 00 0C 02 3F 00 (SELECT MF, no answer data)
                  came     00 B0 00 00 20 (READ BINARY the current EF)
                  nearest  call 6: 00 B0 00 00 10 (READ BINARY the current EF)""");
        assertThat(card.transmit(SELECT)).as("the place is kept").isEqualTo(Bytes.hex("9000"));
    }

    @Test
    void a_mismatch_tells_no_secret_of_what_came_and_of_what_was_recorded() throws Exception {
        var recorded = new RecordedCard(
                "R",
                Optional.empty(),
                Optional.empty(),
                List.of(
                        exchange(1, "0020008008 3132333435363738", "9000"),
                        exchange(2, "0020008004 35363738", "9000")));
        var card = new ReplayCard(recorded, ReplayOptions.USUAL, _ -> {});
        card.transmit(Bytes.hex("0020008004 39393838"));
        assertThat(card.mismatches().getFirst()).hasToString("""
                a command that was not recorded came to R
                  expected call 1: 00 20 00 80 [hidden] (redacted)
                  came     00 20 00 80 [hidden] (redacted)
                  nearest  call 2: 00 20 00 80 [hidden] (redacted)""");
        var open = new ReplayCard(recorded, ReplayOptions.USUAL.with(Redaction.OFF), _ -> {});
        open.transmit(Bytes.hex("0020008004 39393838"));
        assertThat(open.mismatches().getFirst().toString())
                .contains("came     00 20 00 80 04 39 39 38 38")
                .contains("expected call 1: 00 20 00 80 08 31 32 33 34 35 36 37 38");
    }

    @Test
    void a_pin_behind_a_procedure_byte_is_a_secret_too() throws Exception {
        var recorded = new RecordedCard(
                "R",
                Optional.empty(),
                Optional.empty(),
                List.of(exchange(1, "0020008004", "20"), exchange(2, "31323334", "9000")));
        var card = new ReplayCard(recorded, ReplayOptions.USUAL, _ -> {});
        assertThat(card.transmit(Bytes.hex("0020008004"))).isEqualTo(Bytes.hex("20"));
        card.transmit(Bytes.hex("31393939"));
        assertThat(card.mismatches().getFirst().toString())
                .contains("expected call 2: [hidden]")
                .contains("came     [hidden]")
                .doesNotContain("39", "32");
    }

    private static RecordedExchange exchange(long number, String command, String answer) {
        return new RecordedExchange(
                number, Bytes.hex(command), Optional.empty(), new Answer.Response(Bytes.hex(answer)), Duration.ZERO);
    }

    @Test
    void after_the_end_nothing_is_expected() throws Exception {
        var card = new ReplayCard(
                new RecordedCard("R", Optional.empty(), Optional.of(Protocol.T1), List.of()),
                ReplayOptions.USUAL.answeringUnexpected(new Answer.Response(Bytes.hex("6D00"))),
                _ -> {});
        assertThat(card.powerOn()).as("no ATR was recorded, T=1 was").isEqualTo(Bytes.hex("3B800181"));
        assertThat(card.transmit(READ)).isEqualTo(Bytes.hex("6D00"));
        assertThat(card.mismatches().getFirst().toString()).contains("expected nothing more");
    }

    @Test
    void by_command_the_order_does_not_matter_and_answers_come_in_turn() throws Exception {
        var card = card(ReplayOptions.USUAL.with(Matching.COMMAND));
        assertThat(card.transmit(READ)).isEqualTo(Bytes.hex("019000"));
        assertThat(card.transmit(SELECT)).isEqualTo(Bytes.hex("9000"));
        assertThat(card.transmit(READ)).isEqualTo(Bytes.hex("019000"));
        assertThat(card.transmit(READ)).isEqualTo(Bytes.hex("029000"));
        assertThat(card.transmit(Bytes.hex("00B0000020"))).isEqualTo(Bytes.hex("6F00"));
        assertThat(card.mismatches().getFirst().toString()).contains("nearest  call 6");
    }

    @Test
    void with_timing_an_answer_takes_at_least_as_long_as_it_took() throws Exception {
        var slow = new RecordedExchange(
                1, READ, Optional.empty(), new Answer.Response(Bytes.hex("9000")), Duration.ofMillis(30));
        var recorded = new RecordedCard("R", Optional.empty(), Optional.empty(), List.of(slow));
        var card = new ReplayCard(recorded, ReplayOptions.USUAL.timed(true), _ -> {});
        assertThat(card.answersAtOnce()).as("the service must not wait for it").isFalse();
        long start = System.nanoTime();
        card.transmit(READ);
        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(30_000_000);
    }

    @Test
    void a_shape_tells_the_length_of_what_is_hidden() {
        var exchange = new RecordedExchange(
                1,
                VERIFY,
                Optional.of(Hidden.ofShape("ddddFFFF")),
                new Answer.Response(Bytes.hex("9000")),
                Duration.ZERO);
        assertThat(exchange.matches(VERIFY.plus(Bytes.hex("39393939FFFFFFFF")))).isTrue();
        assertThat(exchange.matches(VERIFY.plus(Bytes.hex("39393939FF")))).isFalse();
        assertThat(exchange.matches(READ)).isFalse();
    }

    @Test
    void an_answer_that_found_no_room_is_as_long_again() throws Exception {
        call(
                new Call.Transmit(7, Pci.of(Protocol.T1), SELECT, OptionalLong.of(2)),
                ReturnCode.INSUFFICIENT_BUFFER,
                new Result.BufferTooSmall(18));
        var exchanges = recording.cards().getFirst().exchanges();
        assertThat(exchanges.getLast().answer())
                .isInstanceOfSatisfying(
                        Answer.Response.class,
                        answer -> assertThat(answer.bytes().length()).isEqualTo(18));
    }
}
