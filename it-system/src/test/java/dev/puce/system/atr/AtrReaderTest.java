package dev.puce.system.atr;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.it.CommandResult;
import dev.puce.service.PcscService;
import dev.puce.service.card.kind.CardKinds;
import dev.puce.system.PrivatePcscd;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// `puce atr --reader` with the readers of our service and of a real pcscd.
@Timeout(60)
class AtrReaderTest {
    private static CommandResult atr(Path socket, String... arguments) throws IOException {
        var command = new ArrayList<>(List.of("atr", "--json"));
        command.addAll(List.of(arguments));
        return CommandResult.puce(Map.of("PCSCLITE_CSOCK_NAME", socket.toString()), command.toArray(String[]::new));
    }

    private static List<String> atrs(CommandResult ran) {
        return ran.out()
                .lines()
                .map(line -> line.replaceAll("\\{\"atr\":\"([0-9A-F]*)\".*", "$1"))
                .toList();
    }

    @Test
    void reader_option_selects_by_a_part_of_the_name() throws Exception {
        try (var service = PcscService.start()) {
            CommandResult none = atr(service.socket(), "--reader");
            assertThat(none.status()).isEqualTo(1);
            assertThat(none.err()).contains("There is no reader");

            service.addReader("Left");
            var right = service.addReader("Right");
            CommandResult empty = atr(service.socket(), "-r");
            assertThat(empty.status()).isEqualTo(1);
            assertThat(empty.out()).isEmpty();
            assertThat(empty.err()).contains("No card in \"Left 00 00\", \"Right 01 00\"");

            var card = CardKinds.make("piv");
            right.insert(card);
            CommandResult all = atr(service.socket(), "--reader");
            assertThat(all.status()).as(all.err()).isZero();
            assertThat(atrs(all)).containsExactly(card.powerOn().toHex());
            assertThat(atrs(atr(service.socket(), "--reader", "right")))
                    .containsExactly(card.powerOn().toHex());
            assertThat(atrs(atr(service.socket(), "--reader=R*00")))
                    .containsExactly(card.powerOn().toHex());

            CommandResult left = atr(service.socket(), "--reader", "Left");
            assertThat(left.status()).isEqualTo(1);
            assertThat(left.err()).contains("No card in \"Left 00 00\"");
            assertThat(atr(service.socket(), "--reader", "middle").err())
                    .contains("There is no reader called \"middle\"");
        }
    }

    @Test
    void atr_reports_a_missing_service() throws IOException {
        CommandResult ran = atr(Path.of("/nonexistent/pcscd.comm"), "--reader");
        assertThat(ran.status()).isEqualTo(1);
        assertThat(ran.err()).contains("SCARD_E_NO_SERVICE").doesNotContain("bug");
    }

    @Test
    void atr_reads_the_card_of_a_real_pcscd() throws Exception {
        var card = CardKinds.make("demo");
        try (var pcscd = PrivatePcscd.start("First", "Second");
                var _ = pcscd.insert(1, card)) {
            assertThat(atrs(atr(pcscd.socket(), "--reader")))
                    .containsExactly(card.powerOn().toHex());
            assertThat(atrs(atr(pcscd.socket(), "--reader", "second")))
                    .containsExactly(card.powerOn().toHex());
            assertThat(atr(pcscd.socket(), "--reader", "First").err()).contains("No card in \"First 00 00\"");
        }
    }
}
