package dev.puce.cli.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.cli.Puce;
import dev.puce.iso7816.Bytes;
import dev.puce.service.PcscService;
import dev.puce.service.ServiceOptions;
import dev.puce.service.card.VpcdCard;
import dev.puce.service.card.VpcdListener;
import dev.puce.service.card.kind.CardKinds;
import dev.puce.service.control.ControlSocket;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class CardCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... args) {
        return Puce.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
    }

    @Test
    void the_kinds_are_listed() {
        assertThat(run("card", "--list")).isZero();
        assertThat(out.toString())
                .contains("echo ", "demo ", "piv[:FILE.json] ", "openpgp[:FILE.json] ", "FILE.json ", "replay:FILE ");
    }

    @Test
    void missing_and_wrong_arguments_are_wrong_usage() {
        assertThat(run("card", "--card", "demo")).isEqualTo(2);
        assertThat(err.toString()).contains("Name a command");
        assertThat(run("card", "--card", "demo", "--vpcd", "somewhere")).isEqualTo(2);
        assertThat(err.toString()).contains("\"somewhere\" is neither PORT nor HOST:PORT");
    }

    @Test
    void an_unknown_card_is_answered_with_those_that_exist() {
        assertThat(run("card", "--vpcd", "1", "--card", "nonsense")).isEqualTo(1);
        assertThat(err.toString()).contains("there is no card \"nonsense\"", "demo");
    }

    @Test
    @Timeout(30)
    void it_ends_when_the_reader_goes() throws Exception {
        var inserted = new LinkedBlockingQueue<VpcdCard>();
        var anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        var listener = VpcdListener.open(anyPort, inserted::add, _ -> {});
        try (listener) {
            var reader = Thread.ofVirtual().start(() -> {
                try (var card = inserted.poll(20, TimeUnit.SECONDS)) {
                    card.powerOn();
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
            });
            int status = run("card", "--vpcd", String.valueOf(listener.address().getPort()), "--card", "echo");
            reader.join();
            assertThat(status).as(err.toString()).isZero();
        }
        assertThat(out.toString()).startsWith("Card echo is in the reader at 127.0.0.1:");
        assertThat(err.toString())
                .startsWith("puce: The reader at 127.0.0.1:")
                .contains(" has ended, and with it the card. Start pcscd again, then this command.");
    }

    @Test
    void new_card_is_stored_in_a_file_and_used_from_there(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("ada.json");
        assertThat(run("card", "new", "openpgp", "--name", "Ada Lovelace", "-o", file.toString()))
                .as(err.toString())
                .isZero();
        assertThat(out.toString()).contains("Card openpgp:" + file);
        var card = CardKinds.make("openpgp:" + file);
        card.powerOn();
        card.transmit(Bytes.hex("00A4040006D27600012401"));
        assertThat(card.transmit(Bytes.hex("00CA005B00")).text(StandardCharsets.US_ASCII))
                .startsWith("Lovelace<<Ada");
        assertThat(run("card", "new", "openpgp", "-o", file.toString())).isEqualTo(1);
        assertThat(err.toString()).contains("exists already");
        assertThat(run("card", "new", "openpgp", "--force", "-o", file.toString()))
                .isZero();
    }

    @Test
    void seed_repeats_a_new_card(@TempDir Path folder) throws Exception {
        for (String name : new String[] {"a", "b"}) {
            assertThat(run(
                            "card",
                            "new",
                            "piv",
                            "--seed",
                            "7",
                            "-o",
                            folder.resolve(name).toString()))
                    .isZero();
        }
        assertThat(folder.resolve("a")).hasSameBinaryContentAs(folder.resolve("b"));
    }

    @Test
    void unknown_kinds_of_cards_and_keys_are_wrong_usage(@TempDir Path folder) {
        String file = folder.resolve("card.json").toString();
        assertThat(run("card", "new", "demo", "-o", file)).isEqualTo(2);
        assertThat(err.toString()).contains("There are: openpgp, piv, emrtd, fido, globalplatform");
        assertThat(run("card", "new", "piv", "--key", "dsa", "-o", file)).isEqualTo(2);
        assertThat(run("card", "new", "piv", "--key", "p521", "-o", file)).isEqualTo(2);
        assertThat(err.toString()).contains("\"dsa\" is not a kind of key", "a PIV card has no p521 keys");
    }

    @Test
    void check_reports_a_reference_to_a_missing_pin(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("card.json"), """
                {"atr": "3B00", "files": [{"id": "0001", "content": "00", "read": "pin 07"}]}
                """);
        assertThat(run("card", "check", file.toString())).isEqualTo(1);
        assertThat(err.toString()).contains("there is no PIN 07");
    }

    @Test
    void descriptions_read_files_outside_their_folder_only_if_permitted(@TempDir Path folder) throws IOException {
        Files.write(folder.resolve("outside.bin"), new byte[] {1});
        Path cards = Files.createDirectory(folder.resolve("cards"));
        String file = Files.writeString(cards.resolve("card.json"), """
                {"atr": "3B00", "files": [{"id": "0001", "from": "../outside.bin"}]}
                """).toString();
        assertThat(run("card", "check", file)).isEqualTo(1);
        assertThat(run("card", "vpcd", "1", file)).isEqualTo(1);
        assertThat(run("serve", "-c", file, "true")).isNotZero();
        assertThat(err.toString().split("outside the folder", -1)).hasSize(4);
        err.getBuffer().setLength(0);

        assertThat(run("card", "check", "--allow-outside", file)).isZero();
        assertThat(run("card", "vpcd", "--allow-outside", "1", file)).isEqualTo(1);
        assertThat(err.toString()).contains("cannot connect to a vpcd reader").doesNotContain("outside the folder");
        assertThat(run("serve", "--allow-outside", "-c", file, "true"))
                .as(err.toString())
                .isZero();
    }

    @Test
    void insert_reads_files_outside_the_folder_only_if_permitted(@TempDir Path folder) throws IOException {
        Files.write(folder.resolve("outside.bin"), new byte[] {1});
        Path cards = Files.createDirectory(folder.resolve("cards"));
        String file = Files.writeString(cards.resolve("card.json"), """
                {"atr": "3B00", "files": [{"id": "0001", "from": "../outside.bin"}]}
                """).toString();
        try (var service = PcscService.start(ServiceOptions.USUAL);
                var _ = ControlSocket.open(service)) {
            service.addReader("Reader");
            String socket = service.socket().toString();
            assertThat(run("card", "insert", "--socket", socket, file)).isEqualTo(1);
            assertThat(err.toString()).contains("outside the folder");
            assertThat(run("card", "insert", "--socket", socket, "--allow-outside", file))
                    .as(err.toString())
                    .isZero();
        }
        assertThat(out.toString()).contains("is in Reader");
    }

    @Test
    void check_accepts_a_correct_description(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("card.json"), "{\"atr\": \"3B00\"}");
        assertThat(run("card", "check", file.toString())).as(err.toString()).isZero();
        assertThat(out.toString()).contains("the description is correct");
    }

    @Test
    void files_of_several_applets_get_absolute_paths() throws IOException {
        Path here = Path.of("").toAbsolutePath();
        Path jar = Files.createTempFile(here, "applet", ".jar");
        try {
            String name = jar.getFileName().toString();
            assertThat(CardInsertCommand.withAbsolutePaths(name + ":F000000001:x.Y+" + name + ":F000000002:0A"))
                    .isEqualTo(jar + ":F000000001:x.Y+" + jar + ":F000000002:0A");
            assertThat(CardInsertCommand.withAbsolutePaths("piv:new.json"))
                    .isEqualTo("piv:" + here.resolve("new.json"));
            assertThat(CardInsertCommand.withAbsolutePaths("demo")).isEqualTo("demo");
        } finally {
            Files.delete(jar);
        }
    }
}
