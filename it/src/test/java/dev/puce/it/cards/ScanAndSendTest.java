package dev.puce.it.cards;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.backend.socket.SocketPcsc;
import dev.puce.cards.ConnectOptions;
import dev.puce.cards.Readers;
import dev.puce.it.CommandResult;
import dev.puce.it.RunningProgram;
import dev.puce.service.PcscService;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// `puce scan` and `puce send` as processes.
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
        assertThat(puce("scan", "--once").out()).startsWith("There is no reader.");
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
    void scan_is_coloured_on_request() throws IOException {
        service.addReader("A");
        assertThat(puce("scan", "--once", "--color", "always").out()).isEqualTo("\u001b[34mA 00 00\u001b[0m: empty\n");
    }

    @Test
    void scan_without_a_service_says_what_to_do() throws IOException {
        service.close();
        CommandResult scan = puce("scan", "--once");
        assertThat(scan.status()).isEqualTo(1);
        assertThat(scan.err())
                .contains("SCARD_E_NO_SERVICE", service.socket() + " does not exist. Name the socket")
                .doesNotContain("Windows", "systemctl start pcscd.socket");
        assertThat(puce("send", "0084000008").err()).contains(service.socket() + " does not exist");
        assertThat(puce("atr", "-r", "").err()).contains(service.socket() + " does not exist");
        assertThat(puce("test").out()).contains(service.socket() + " does not exist");
    }

    /// A program that holds the card exclusively. `puce send` would hide from other processes of its user, because it
    /// switches off core dumps.
    static final class Holder {
        private Holder() {}

        public static void main(String[] arguments) throws IOException {
            try (var readers = Readers.over(SocketPcsc.open(Path.of(arguments[0])));
                    var card = readers.list().getFirst().connect(ConnectOptions.exclusive())) {
                System.out.println("holds " + card.atr());
                System.in.read(); // until the test ends it
            }
        }
    }

    @Test
    void commands_name_the_program_that_holds_the_card() throws Exception {
        service.addReader("A").insert(new GuideCard());
        try (var holder = RunningProgram.start(
                Map.of(),
                CommandResult.javaCommand(
                        Holder.class.getName(), service.socket().toString()))) {
            holder.await("holds", 0);
            String program = "java " + Holder.class.getName();
            String name = program + " (pid " + holder.pid() + ")";
            assertThat(puce("scan", "--once").out()).contains("used exclusively: " + name);
            assertThat(puce("scan", "--once", "--json").out())
                    .contains("\"clients\":[{\"pid\":" + holder.pid() + ",\"program\":\"" + program + "\"}]");
            assertThat(puce("send", "0084000004").err())
                    .contains("SCARD_E_SHARING_VIOLATION", "Connected to the daemon: " + name)
                    .doesNotContain("connect shared");
            assertThat(puce("send", "--exclusive", "0084000004").err()).contains("or connect shared");
            CommandResult doctor = puce("doctor");
            assertThat(doctor.status()).isEqualTo(1);
            assertThat(doctor.out().replaceAll("\\s+", " ")).contains("holds the card exclusively: " + name);
        }
    }

    @Test
    void send_shows_commands_and_answers_in_words() throws IOException {
        service.addReader("A").insert(new GuideCard());
        CommandResult ok = puce("send", "-r", "A", "00 84 00 00 04", "00A40400020000");
        assertThat(ok.status()).as(ok.err()).isZero();
        assertThat(ok.out().lines())
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("> 00 84 00 00 04  GET CHALLENGE"),
                        line -> assertThat(line).startsWith("< 00 00 00 00 90 00  00000000 - 9000 done"),
                        line -> assertThat(line).startsWith("> 00 A4 04 00 02 00 00  SELECT"),
                        line -> assertThat(line).contains("9000 done"));
        assertThat(puce("send", "-e", "00A4040002FFFF").status()).isEqualTo(1);
        assertThat(puce("send", "00A").status()).isEqualTo(2);
    }

    @Test
    void send_prints_json_for_programs() throws IOException {
        service.addReader("A").insert(new GuideCard());
        assertThat(puce("send", "--json", "0084000004").out())
                .isEqualTo("{\"command\":\"0084000004\",\"commandText\":\"GET CHALLENGE\","
                        + "\"response\":\"000000009000\",\"sw\":\"9000\",\"responseText\":\"00000000 - 9000 done\"}\n");
    }

    @Test
    void send_does_not_print_the_pin() throws IOException {
        service.addReader("A").insert(new GuideCard());
        String verify = "00 20 00 80 04 31 32 33 34";
        assertThat(puce("send", verify).out())
                .contains("> 00 20 00 80 [hidden]  VERIFY reference 0 of the DF")
                .doesNotContain("31");
        assertThat(puce("send", "--json", verify).out())
                .contains("\"command\":\"00200080\",\"hidden\":\"[hidden]\"")
                .doesNotContain("31");
        assertThat(puce("send", "--redact", "off", verify).out()).contains("> " + verify);
    }

    @Test
    void send_reads_scripts_with_comments_and_resets(@TempDir Path folder) throws IOException {
        service.addReader("A").insert(new GuideCard());
        Path script = Files.writeString(folder.resolve("script.apdu"), """
                \uFEFF# what the card is
                00 84 00 00 04   // a random number

                RESET
                00A40400020000 # select
                """);
        CommandResult sent = puce("send", "-f", script.toString());
        assertThat(sent.status()).as(sent.err()).isZero();
        assertThat(sent.out().lines())
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("> 00 84 00 00 04  GET CHALLENGE"),
                        line -> assertThat(line).startsWith("< 00 00 00 00 90 00"),
                        line -> assertThat(line).isEqualTo("> reset"),
                        line -> assertThat(line).isEqualTo("< ATR 3B 85 01 67 75 69 64 65 FE"),
                        line -> assertThat(line).startsWith("> 00 A4 04 00 02 00 00  SELECT"),
                        line -> assertThat(line).contains("9000 done"));
        assertThat(puce("send", "--json", "reset").out())
                .isEqualTo("{\"command\":\"reset\",\"atr\":\"3B8501677569646" + "5FE\"}\n");
    }

    @Test
    void script_with_a_mistake_sends_nothing_and_its_message_hides_the_pin(@TempDir Path folder) throws IOException {
        service.addReader("A").insert(new GuideCard());
        Path script = Files.writeString(folder.resolve("script.apdu"), "0084000004\n00 20 00 80 04 31 32 33 3G\n");
        CommandResult refused = puce("send", "-f", script.toString());
        assertThat(refused.status()).isEqualTo(2);
        assertThat(refused.out()).isEmpty();
        assertThat(refused.err())
                .contains("script.apdu, line 2: 'G' at position 26", "Nothing was sent")
                .doesNotContain("31 32");
        assertThat(puce("send", "-f", folder.toString()).err()).contains("is a folder");
    }

    @Test
    void send_answers_a_program_line_by_line() throws Exception {
        service.addReader("A").insert(new GuideCard());
        try (var send = RunningProgram.start(Map.of(), command("send"))) {
            send.say("0084000004");
            send.await("< 00 00 00 00 90 00", 0);
            send.say("reset");
            send.await("< ATR 3B 85", 0);
            send.say("00A");
            assertThat(send.awaitEnd()).isEqualTo(2);
            assertThat(send.output()).contains("standard input, line 3: a single hex digit", "The rest was not sent");
        }
    }

    @Test
    void send_ends_when_its_output_is_closed() throws IOException {
        service.addReader("A").insert(new GuideCard());
        var pipeline = new ArrayList<>(List.of("sh", "-c", "yes 0084000004 | \"$@\" | head -1", "sh"));
        pipeline.addAll(command("send"));
        CommandResult ended = CommandResult.command(Map.of(), pipeline);
        assertThat(ended.out()).isEqualTo("> 00 84 00 00 04  GET CHALLENGE\n");
        assertThat(ended.err()).isEmpty();
    }

    @Test
    void send_names_the_reader_without_a_card() throws IOException {
        assertThat(puce("send", "00840000").err()).contains("There is no reader");
        service.addReader("A");
        assertThat(puce("send", "00840000").err()).contains("holds a card. Insert one");
        assertThat(puce("send", "-r", "nothing", "00840000").err()).contains("no reader matches \"nothing\"");
    }

    @Test
    void doctor_reports_results_and_remedies() throws IOException {
        service.addReader("A").insert(new GuideCard());
        Map<String, String> ours =
                Map.of("PCSCLITE_CSOCK_NAME", service.socket().toString());
        CommandResult well = CommandResult.puce(ours, "doctor");
        assertThat(well.status()).isZero();
        assertThat(well.out()).contains("A 00 00: the card answers, ATR 3B 85", "PC/SC works.");
        CommandResult ill = CommandResult.puce(Map.of("PCSCLITE_CSOCK_NAME", "/nonexistent/pcscd.comm"), "doctor");
        assertThat(ill.status()).isEqualTo(1);
        assertThat(ill.out())
                .containsOnlyOnce("Remedy:")
                .contains("path      problem   /nonexistent/pcscd.comm does not exist", "Unset PCSCLITE_CSOCK_NAME");
        assertThat(CommandResult.puce(ours, "doctor", "--json").out())
                .startsWith("{\"works\":true,")
                .contains("{\"subject\":\"readers\",\"outcome\":\"ok\",\"text\":\"A 00 00\"}");
    }

    private CommandResult puce(String... arguments) throws IOException {
        return CommandResult.command(Map.of(), command(arguments));
    }

    private List<String> command(String... arguments) {
        var command = new ArrayList<>(CommandResult.puceCommand(arguments));
        command.add(1, "-Ddev.puce.pcsc=socket:" + service.socket());
        return List.copyOf(command);
    }
}
