package dev.puce.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.iso7816.Bytes;
import dev.puce.it.CommandResult;
import dev.puce.it.RunningProgram;
import dev.puce.pcsc.Pcsc;
import dev.puce.pcsc.Protocols;
import dev.puce.pcsc.Scope;
import dev.puce.pcsc.ShareMode;
import dev.puce.service.card.kind.CardKinds;
import dev.puce.testkit.Await;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Our cards in a vpcd reader of a real pcscd.
class CardsInPcscdTest {
    private static CommandResult openscTool(PrivatePcscd pcscd, String... arguments) throws IOException {
        var command = new ArrayList<String>();
        command.add(RealParts.command("opensc-tool", "opensc").toString());
        command.addAll(List.of(arguments));
        return CommandResult.command(environment(pcscd), command);
    }

    private static Map<String, String> environment(PrivatePcscd pcscd) {
        return Map.of("PCSCLITE_CSOCK_NAME", pcscd.socket().toString());
    }

    @Test
    void opensc_recognises_the_piv_card() throws Exception {
        String pkcs11Tool = RealParts.command("pkcs11-tool", "opensc").toString();
        try (var pcscd = PrivatePcscd.start();
                var _ = pcscd.insert(0, CardKinds.make("piv"))) {
            assertThat(openscTool(pcscd, "--name").out()).contains("Personal Identity Verification Card");
            var objects = CommandResult.command(
                    environment(pcscd), List.of(pkcs11Tool, "--login", "--pin", "123456", "--list-objects"));
            assertThat(objects.out())
                    .as(objects.err())
                    .contains("Certificate for PIV Authentication", "CN=puce virtual PIV card");
        }
    }

    @Test
    void t0_card_answers_get_response() throws Exception {
        try (var pcscd = PrivatePcscd.start();
                var _ = pcscd.insert(0, CardKinds.make("minimal"))) {
            var ran = openscTool(
                    pcscd,
                    "--send-apdu",
                    "00:A4:00:00:02:00:01",
                    "--send-apdu",
                    "00:C0:00:00:10",
                    "--send-apdu",
                    "00:B0:00:00:0F");
            assertThat(ran.out()).as(ran.err()).contains("Hello from puce");
        }
    }

    @Test
    void card_answers_commands_with_extended_lengths() throws Exception {
        try (var pcscd = PrivatePcscd.start();
                var _ = pcscd.insert(0, CardKinds.make("demo"))) {
            // opensc-tool refuses extended lengths for cards that it does not know.
            try (var pcsc = Pcsc.open("socket:" + pcscd.socket())) {
                long context = pcsc.establishContext(Scope.SYSTEM);
                var connection = pcsc.connect(context, pcscd.reader(0), ShareMode.SHARED, Protocols.ANY);
                var protocol = connection.activeProtocol();
                pcsc.transmit(connection.card(), protocol, Bytes.hex("00A4000C020003"));
                Bytes content = pcsc.transmit(connection.card(), protocol, Bytes.hex("00B00000000BB8"));
                assertThat(content.length()).isEqualTo(3002);
                assertThat(content.text(StandardCharsets.US_ASCII)).startsWith("0123456789");
            }
        }
    }

    @Test
    void puce_card_inserts_a_card_until_it_ends() throws Exception {
        try (var pcscd = PrivatePcscd.start()) {
            var command =
                    CommandResult.puceCommand("card", "--vpcd", String.valueOf(pcscd.cardPort(0)), "--card", "eid");
            try (var card = RunningProgram.start(Map.of(), command)) {
                card.await("Card eid is in the reader", 0);
                Await.until("pcscd sees the card", () -> pcscd.hasCard(pcscd.reader(0)));
                assertThat(openscTool(pcscd, "--atr").out()).contains("3b:8e:01:80:73:c0:21:c0:58:70:75:63:65:20:65");
                card.terminate();
                Await.until("pcscd sees that the card is gone", () -> !pcscd.hasCard(pcscd.reader(0)));
            }
        }
    }
}
