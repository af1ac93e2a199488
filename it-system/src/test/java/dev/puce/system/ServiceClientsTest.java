package dev.puce.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.iso7816.Bytes;
import dev.puce.it.CommandResult;
import dev.puce.it.DelegatingCard;
import dev.puce.it.RunningProgram;
import dev.puce.service.PcscService;
import dev.puce.service.VirtualReader;
import dev.puce.service.card.EchoCard;
import dev.puce.service.card.VirtualCard;
import dev.puce.service.card.kind.CardKinds;
import dev.puce.system.keycards.GnuPgHome;
import dev.puce.testkit.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Unmodified foreign programs with our service in place of pcscd.
class ServiceClientsTest {
    private PcscService service;
    private VirtualReader reader;
    private Map<String, String> environment;

    @TempDir
    private Path folder;

    @BeforeEach
    void a_service_with_one_reader() throws IOException {
        service = PcscService.start();
        reader = service.addReader("Test Reader");
        environment = Map.of("PCSCLITE_CSOCK_NAME", service.socket().toString());
    }

    @AfterEach
    void end() {
        service.close();
    }

    @Test
    void a_program_under_puce_serve_finds_readers_and_cards() throws IOException {
        String openscTool = RealParts.command("opensc-tool", "opensc").toString();
        CommandResult ran = CommandResult.puce(
                Map.of(), "serve", "--reader", "A", "--card", "echo", "--reader", "B", "--", openscTool, "-l");
        assertThat(ran.out()).as(ran.err()).containsPattern("0 +Yes +A 00 00").containsPattern("1 +No +B 01 00");
    }

    @Test
    void pcsc_scan_sees_cards_and_readers_come_and_go() throws IOException {
        String pcscScan = RealParts.command("pcsc_scan", "pcsc-tools").toString();
        try (var scan = RunningProgram.start(environment, List.of(pcscScan, "-n"))) {
            int at = scan.await("Reader 0: Test Reader 00 00", 0);
            at = scan.await("Card removed", at);
            reader.insert(new EchoCard());
            at = scan.await("Card inserted", at);
            at = scan.await("ATR: 3B 84 01 65 63 68 6F 84", at);
            reader.remove();
            at = scan.await("Card removed", at);
            VirtualReader second = service.addReader("Second Reader");
            at = scan.await("1: Second Reader 01 00", at);
            second.insert(new EchoCard());
            at = scan.await("Card inserted", at);
            second.unplug();
            at = scan.await("0: Test Reader 00 00", at);
            assertThat(scan.output().substring(at)).doesNotContain("Second");
        }
    }

    @Test
    void opensc_tool_lists_readers_and_talks_to_the_card() throws IOException {
        String openscTool = RealParts.command("opensc-tool", "opensc").toString();
        reader.insert(CardKinds.make("demo"));
        service.addReader("Empty Reader");
        assertThat(CommandResult.command(environment, List.of(openscTool, "-l")).out())
                .containsPattern("0 +Yes +Test Reader 00 00")
                .containsPattern("1 +No +Empty Reader 01 00");
        assertThat(CommandResult.command(environment, List.of(openscTool, "-a")).out())
                .startsWith("3b:");
        CommandResult name = CommandResult.command(environment, List.of(openscTool, "-n"));
        assertThat(name.status()).as(name.err()).isZero();
        CommandResult select = CommandResult.command(environment, List.of(openscTool, "-s", "00:A4:00:00:02:3F:00"));
        assertThat(select.out()).as(select.err()).containsPattern("Received \\(SW1=0x(90|61)");
    }

    @Test
    void pkcs11_tool_lists_slots() throws IOException {
        String pkcs11Tool = RealParts.command("pkcs11-tool", "opensc").toString();
        reader.insert(CardKinds.make("demo"));
        CommandResult ran = CommandResult.command(environment, List.of(pkcs11Tool, "-L"));
        assertThat(ran.out()).as(ran.err()).contains("Test Reader 00 00");
    }

    @Test
    void gpg_reports_that_it_finds_no_openpgp_card() throws IOException {
        String gpg = RealParts.command("gpg", "gnupg").toString();
        RealParts.file("/usr/lib/gnupg/scdaemon", "scdaemon");
        var noted = new NotedCard(CardKinds.make("demo"));
        reader.insert(noted);
        Files.writeString(folder.resolve("scdaemon.conf"), "disable-ccid\npcsc-shared\n");
        var gnupg = Map.of(
                "PCSCLITE_CSOCK_NAME", service.socket().toString(),
                "GNUPGHOME", folder.toString(),
                "LC_ALL", "C");
        try {
            CommandResult ran = CommandResult.command(gnupg, List.of(gpg, "--batch", "--card-status"));
            assertThat(ran.status()).isNotZero();
            assertThat(ran.err())
                    .containsAnyOf("Not supported", "Card error", "Invalid card", "No such device", "Invalid value")
                    .doesNotContain("No SmartCard daemon");
            assertThat(noted.commands)
                    .as("it has looked for the OpenPGP application")
                    .contains(Bytes.hex("00 A4 04 00 06 D2 76 00 01 24 01"));
        } finally {
            GnuPgHome.endDaemons(folder, gnupg);
        }
    }

    @Test
    void pyscard_monitors_shares_excludes_and_locks() throws Exception {
        RealParts.file("/usr/lib/python3/dist-packages/smartcard/scard/__init__.py", "python3-pyscard");
        reader.insert(new EchoCard());
        Path script = Resources.path("/clients/pyscard_conformance.py");
        try (var program = RunningProgram.start(environment, List.of("/usr/bin/python3", script.toString()))) {
            int at = program.await("monitoring", 0);
            assertThat(program.output())
                    .contains("reader Test Reader 00 00")
                    .contains("shared 01 02 03 9000")
                    .contains("exclusive beside shared: refused")
                    .contains("shared beside exclusive: refused")
                    .contains("the other waits True")
                    .contains("transaction of the other 0")
                    .contains("cancelled 80100002");
            at = awaitCardReport(program, at);
            reader.remove();
            at = program.await("card removed 3B 84 01 65 63 68 6F 84", at);
            VirtualReader second = service.addReader("Second Reader");
            at = program.await("reader added Second Reader 01 00", at);
            second.unplug();
            at = program.await("reader removed Second Reader 01 00", at);
            program.say("end");
            assertThat(program.awaitEnd()).as(program.output()).isZero();
            assertThat(program.output().substring(at)).contains("no card");
        }
    }

    /// Inserts the card repeatedly until pyscard's monitor reports it.
    ///
    /// Monitors of pyscard 2.0.5 report a card that they find at their start. Those of 2.2.2 report only later
    /// changes, and do not say when they have started.
    private int awaitCardReport(RunningProgram program, int from) throws IOException {
        String report = "card added 3B 84 01 65 63 68 6F 84";
        var looks = new AtomicInteger();
        Await.until("pyscard's monitor reports a card", () -> {
            if (looks.getAndIncrement() % 100 == 0) {
                reader.remove();
                reader.insert(new EchoCard());
            }
            return program.output().indexOf(report, from) >= 0;
        });
        return program.await(report, from);
    }

    @Test
    void c_program_gets_the_same_results_as_with_pcscd() throws IOException {
        Path program = CompiledClient.into(folder, "sequences.c", "-lpthread");
        VirtualReader same = service.addReader("Virtual PCD 00 00");
        same.insert(new EchoCard());
        reader.unplug();
        CommandResult ours = CommandResult.command(environment, List.of(program.toString(), same.name()));
        try (var pcscd = PrivatePcscd.start();
                var _ = pcscd.insert(0, new EchoCard())) {
            CommandResult theirs = CommandResult.command(
                    Map.of("PCSCLITE_CSOCK_NAME", pcscd.socket().toString()),
                    List.of(program.toString(), pcscd.reader(0)));
            assertThat(ours.out()).isEqualTo(theirs.out());
            assertThat(ours.status()).isZero();
        }
    }

    /// Notes the commands that a card gets.
    private static final class NotedCard extends DelegatingCard {
        private final List<Bytes> commands = new CopyOnWriteArrayList<>();

        private NotedCard(VirtualCard card) {
            super(card);
        }

        @Override
        public Bytes transmit(Bytes command) throws CardUnresponsiveException {
            commands.add(command);
            return super.transmit(command);
        }
    }
}
