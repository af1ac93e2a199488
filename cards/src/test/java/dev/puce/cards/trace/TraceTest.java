package dev.puce.cards.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.puce.cards.Card;
import dev.puce.cards.ConnectOptions;
import dev.puce.cards.Readers;
import dev.puce.cards.apdu.Transmitter;
import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.Call;
import dev.puce.pcsc.Pcsc;
import dev.puce.pcsc.TracedCall;
import dev.puce.testkit.InMemoryPcsc;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TraceTest {
    private final Transmitter card = command -> Bytes.hex(command.get(1) == 0xA4 ? "6A82" : "0102 9000");
    private final List<String> lines = new ArrayList<>();

    @Test
    void hex_style_prints_both_directions_and_the_time() {
        card.with(ApduTrace.hex(lines::add)).transmit("00 B0 00 00 02");
        assertThat(lines.getFirst()).isEqualTo("> 00 B0 00 00 02");
        assertThat(lines.getLast()).matches("< 01 02 90 00 {2}\\(\\d+\\.\\d ms\\)");
    }

    @Test
    void decoded_style_describes_command_and_response() {
        card.with(ApduTrace.line(lines::add)).transmit("00 A4 04 00 07 A0000000031010");
        assertThat(lines).singleElement().asString().startsWith("SELECT").contains(" -> 6A82 ");
        lines.clear();
        card.with(ApduTrace.decoded(lines::add)).transmit("00 B0 00 00 02");
        assertThat(lines.getFirst()).startsWith("> READ BINARY");
        assertThat(lines.getLast()).startsWith("< 2 bytes, 9000 done");
    }

    @Test
    void extended_commands_are_printed_in_full_and_decoded() {
        Transmitter traced = card.with(ApduTrace.hex(lines::add), ApduTrace.decoded(lines::add));
        traced.transmit("00 D6 00 00 00 012C" + "AB".repeat(300));
        assertThat(lines.get(0)).isEqualTo("> 00 D6 00 00 00 01 2C" + " AB".repeat(300));
        assertThat(lines.get(1)).isEqualTo("> UPDATE BINARY the current EF");
    }

    @Test
    void decoded_style_hides_the_pin() {
        card.with(ApduTrace.line(lines::add), ApduTrace.decoded(lines::add)).transmit("00 20 00 80 04 31323334");
        assertThat(lines).noneMatch(line -> line.contains("31") || line.contains("1234"));
    }

    @Test
    void decoded_style_follows_the_selected_application() {
        Transmitter openpgp = _ -> Bytes.hex("9000");
        Transmitter traced = openpgp.with(ApduTrace.line(lines::add));
        traced.transmit("00 A4 04 00 06 D27600012401");
        traced.transmit("00 20 00 81 06 313233343536");
        assertThat(lines.getFirst()).startsWith("SELECT OpenPGP card -> 9000");
        assertThat(lines.getLast()).startsWith("VERIFY PW1 for signing (81)").doesNotContain("3132");
    }

    @Test
    void one_trace_serves_two_layers() {
        var trace = ApduTrace.decoded(lines::add);
        card.with(trace, trace).transmit("00 B0 00 00 02");
        assertThat(lines)
                .filteredOn(line -> line.startsWith("< 2 bytes, 9000 done"))
                .hasSize(2);
    }

    @Test
    void failure_is_printed_and_rethrown() {
        Transmitter broken = _ -> {
            throw new IllegalStateException("pulled");
        };
        assertThatThrownBy(() -> broken.with(ApduTrace.hex(lines::add)).transmit("00 B0 00 00 02"))
                .hasMessage("pulled");
        assertThat(lines.getLast()).isEqualTo("< pulled");
    }

    @Test
    void stopwatch_counts_commands() {
        var stopwatch = new Stopwatch();
        Transmitter timed = card.with(stopwatch);
        timed.transmit("00 B0 00 00 02");
        timed.transmit("00 B0 00 00 02");
        assertThat(stopwatch.count()).isEqualTo(2);
        assertThat(stopwatch.total()).isGreaterThanOrEqualTo(stopwatch.longest());
        assertThat(stopwatch).asString().startsWith("2 commands");
    }

    @Test
    void recorded_connection_replays_without_the_card() {
        var service = new InMemoryPcsc();
        service.addReader("a reader");
        service.insert("a reader", Bytes.hex("3B00"), _ -> Bytes.hex("0102 9000"));
        var calls = new ArrayList<TracedCall>();
        assertThat(conversation(service, calls)).isEqualTo("0102 9000".replace(" ", ""));
        var replayed = new ReplayedPcsc(calls);
        assertThat(conversation(replayed, new ArrayList<>())).isEqualTo("01029000");
        assertThat(replayed.isFinished()).isTrue();
        assertThatThrownBy(() -> replayed.answer(new Call.Status(1))).hasMessageContaining("only 6 calls");
        assertThatThrownBy(() -> new ReplayedPcsc(calls).answer(new Call.Status(1)))
                .hasMessageContaining("EstablishContext");
    }

    private static String conversation(Pcsc pcsc, List<TracedCall> calls) {
        try (var readers = Readers.over(pcsc);
                Card connected = readers.named("a reader")
                        .connect(ConnectOptions.shared().observe(calls::add))) {
            return connected.transmit(Bytes.hex("00B0000002")).toHex();
        }
    }
}
