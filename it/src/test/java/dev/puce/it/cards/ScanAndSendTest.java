package dev.puce.it.cards;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.it.Ran;
import dev.puce.service.PcscService;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// `puce scan` and `puce send` in processes of their own.
@Timeout(60)
class ScanAndSendTest {
    private PcscService service;

    @BeforeEach
    void start() throws IOException {
        service = PcscService.start();
    }

    @AfterEach
    void stop() {
        service.close();
    }

    @Test
    void scan_shows_readers_and_cards_once() throws IOException {
        assertThat(puce("scan", "--once").out()).isEqualTo("no reader\n");
        service.addReader("A").insert(new GuideCard());
        service.addReader("B");
        assertThat(puce("scan", "--once").out().lines())
                .satisfiesExactly(
                        first -> assertThat(first).startsWith("A 00 00: 3B 85 01 67 75 69 64 65 FE"),
                        second -> assertThat(second).startsWith("B ").endsWith(": empty"));
        assertThat(puce("scan", "--once", "--json").out().lines().findFirst())
                .hasValue("{\"reader\":\"A 00 00\",\"card\":true,\"mute\":false,\"inUse\":false,\"exclusive\":false,"
                        + "\"atr\":\"3B8501677569646" + "5FE\"}");
    }

    @Test
    void scan_is_coloured_where_somebody_asks() throws IOException {
        service.addReader("A");
        assertThat(puce("scan", "--once", "--color", "always").out()).isEqualTo("\u001b[34mA 00 00\u001b[0m: empty\n");
    }

    @Test
    void scan_without_a_service_says_what_to_do() throws IOException {
        service.close();
        Ran scan = puce("scan", "--once");
        assertThat(scan.status()).isEqualTo(1);
        assertThat(scan.err()).contains("SCARD_E_NO_SERVICE");
    }

    @Test
    void send_shows_commands_and_answers_in_words() throws IOException {
        service.addReader("A").insert(new GuideCard());
        Ran ok = puce("send", "-r", "A", "00 84 00 00 04", "00A40400020000");
        assertThat(ok.status()).as(ok.err()).isZero();
        assertThat(ok.out().lines())
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("> 00 84 00 00 04  GET CHALLENGE"),
                        line -> assertThat(line).startsWith("< 00 00 00 00 90 00  4 bytes, 9000 done"),
                        line -> assertThat(line).startsWith("> 00 A4 04 00 02 00 00  SELECT"),
                        line -> assertThat(line).contains("9000 done"));
        assertThat(puce("send", "-e", "00A4040002FFFF").status()).isEqualTo(1);
        assertThat(puce("send", "00A").status()).isEqualTo(2);
    }

    @Test
    void send_prints_json_for_programs() throws IOException {
        service.addReader("A").insert(new GuideCard());
        assertThat(puce("send", "--json", "0084000004").out())
                .isEqualTo("{\"command\":\"0084000004\",\"commandText\":\"GET CHALLENGE of 4 bytes\","
                        + "\"response\":\"000000009000\",\"sw\":\"9000\",\"responseText\":\"4 bytes, 9000 done\"}\n");
    }

    @Test
    void send_does_not_print_the_pin() throws IOException {
        service.addReader("A").insert(new GuideCard());
        String verify = "00 20 00 80 04 31 32 33 34";
        assertThat(puce("send", verify).out())
                .contains("> 00 20 00 80 [hidden]  VERIFY PIN reference 80")
                .doesNotContain("31");
        assertThat(puce("send", "--json", verify).out())
                .contains("\"command\":\"00200080\",\"hidden\":\"[hidden]\"")
                .doesNotContain("31");
        assertThat(puce("send", "--redact", "off", verify).out()).contains("> " + verify);
    }

    @Test
    void send_says_where_a_card_is_missing() throws IOException {
        assertThat(puce("send", "00840000").err()).contains("there is no reader");
        service.addReader("A");
        assertThat(puce("send", "00840000").err()).contains("holds a card: insert one");
        assertThat(puce("send", "-r", "nothing", "00840000").err()).contains("no reader is called \"nothing\"");
    }

    @Test
    void doctor_says_what_works_and_what_to_do() throws IOException {
        service.addReader("A").insert(new GuideCard());
        Map<String, String> ours =
                Map.of("PCSCLITE_CSOCK_NAME", service.socket().toString());
        Ran well = Ran.puce(ours, "doctor");
        assertThat(well.status()).isZero();
        assertThat(well.out()).contains("socket: ", "ok: A 00 00, card");
        Ran ill = Ran.puce(Map.of("PCSCLITE_CSOCK_NAME", "/nonexistent/pcscd.comm"), "doctor");
        assertThat(ill.status()).isEqualTo(1);
        assertThat(ill.out()).contains("SCARD_E_NO_SERVICE");
        assertThat(Ran.puce(ours, "doctor", "--json").out())
                .contains("{\"backend\":\"socket\",\"works\":true,\"description\":")
                .contains("\"readers\":[{\"reader\":\"A 00 00\",\"card\":true}]");
    }

    private Ran puce(String... arguments) throws IOException {
        var command = new ArrayList<>(Ran.puceCommand(arguments));
        command.add(1, "-Ddev.puce.pcsc=socket:" + service.socket());
        return Ran.command(Map.of(), List.copyOf(command));
    }
}
