package dev.puce.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.it.CommandResult;
import dev.puce.it.PinCard;
import dev.puce.it.RecordingLines;
import dev.puce.it.RunningProgram;
import dev.puce.testkit.Await;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// `puce spy` with a real pcscd: attachment, many programs, and daemons, programs and spies that die.
@Timeout(120)
class SpyFaultsTest {
    @TempDir
    private Path folder;

    private PrivatePcscd pcscd;
    private Closeable card;
    private CompiledClient client;
    private Process spy;

    @BeforeEach
    void startDaemonWithCard() throws IOException {
        pcscd = PrivatePcscd.start();
        card = pcscd.insert(0, new PinCard());
        client = CompiledClient.of("null_pci.c");
    }

    @AfterEach
    void stopAll() throws Exception {
        if (spy != null) {
            spy.destroy();
            spy.waitFor(10, TimeUnit.SECONDS);
            spy.destroyForcibly().waitFor();
        }
        try (var _ = pcscd;
                var _ = client) {
            card.close();
        }
    }

    @Test
    void attached_spy_records_programs_and_leaves_no_files() throws Exception {
        attach();
        assertThat(nullPci()).isZero();
        assertThat(end()).isZero();
        assertThat(recorded("SCardTransmit")).hasSize(2);
        assertThat(nullPci()).as("afterwards").isZero();
        assertThat(recorded("SCardTransmit")).hasSize(2);
        assertThat(pcscd.leftovers()).isEmpty();
    }

    @Test
    void watchdog_restores_the_socket_after_kill_9() throws Exception {
        attach();
        assertThat(nullPci()).isZero();
        Await.until("both are recorded", () -> recorded("SCardTransmit").size() == 2);
        spy.destroyForcibly().waitFor();
        Await.until("the watchdog restores the socket", () -> pcscd.leftovers().isEmpty());
        assertThat(nullPci()).isZero();
        assertThat(recorded("SCardTransmit")).hasSize(2);
    }

    @Test
    void spy_attaches_to_a_restarted_daemon() throws Exception {
        attach();
        assertThat(nullPci()).isZero();
        card.close();
        pcscd.restart();
        Await.until(
                "attached again",
                () -> Files.readString(folder.resolve("trace")).contains("a daemon has started"));
        card = pcscd.insert(0, new PinCard());
        assertThat(nullPci()).isZero();
        assertThat(end()).isZero();
        assertThat(recorded("SCardTransmit")).hasSize(4);
        assertThat(pcscd.leftovers()).isEmpty();
    }

    @Test
    void killed_daemon_causes_the_same_error_as_without_spy() throws Exception {
        RealParts.command("pcsc_scan", "pcsc-tools");
        listen();
        var environment = Map.of("PCSCLITE_CSOCK_NAME", folder.resolve("relay").toString());
        var waiting = new ProcessBuilder("pcsc_scan", "-n", "-t", "60")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("scan").toFile());
        waiting.environment().putAll(environment);
        var scan = waiting.start();
        Await.until("it waits for events", () -> !recorded("SCardListReaders").isEmpty());
        pcscd.kill();
        assertThat(scan.waitFor(20, TimeUnit.SECONDS)).as("it ends").isTrue();
        Await.until("the trace says so", () -> trace().contains("the daemon closed the connection"));
        Await.until("the relay's socket goes with the daemon", () -> Files.notExists(folder.resolve("relay")));
        // Without a listener, the next program gets the same error as without puce.
        var next = CommandResult.command(environment, List.of(client.program().toString()));
        assertThat(next.err()).contains("8010001D");
    }

    @Test
    void program_killed_in_a_transaction_frees_the_card() throws Exception {
        listen();
        var environment = Map.of("PCSCLITE_CSOCK_NAME", folder.resolve("relay").toString());
        try (var transaction = CompiledClient.of("transaction.c");
                var holder = RunningProgram.start(
                        environment, List.of(transaction.program().toString()))) {
            holder.await("transaction", 0);
            holder.kill();
            assertThat(CommandResult.command(
                                    environment, List.of(client.program().toString()))
                            .status())
                    .as("the next program gets the card")
                    .isZero();
        }
        assertThat(end()).isZero();
        assertThat(recorded("SCardBeginTransaction")).hasSize(1);
        assertThat(recorded("SCardEndTransaction")).isEmpty();
        assertThat(recorded("SCardTransmit")).hasSize(2);
    }

    @Test
    void spy_survives_the_loss_of_its_terminal() throws Exception {
        spy = spy("--attach").redirectError(ProcessBuilder.Redirect.PIPE).start();
        try (var terminal = spy.errorReader()) {
            assertThat(terminal.readLine()).startsWith("puce: Attached");
        }
        assertThat(nullPci()).isZero();
        assertThat(nullPci()).as("after the view has found out").isZero();
        assertThat(end()).isZero();
        assertThat(recorded("SCardTransmit")).hasSize(4);
        assertThat(pcscd.leftovers()).isEmpty();
    }

    @Test
    void recording_contains_every_call_of_a_hundred_programs() throws Exception {
        int programs = 100;
        listen();
        var program = client.program().toString();
        var processes = new ArrayList<Process>();
        for (int i = 0; i < programs; i++) {
            var builder = new ProcessBuilder(program)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD);
            builder.environment()
                    .put("PCSCLITE_CSOCK_NAME", folder.resolve("relay").toString());
            processes.add(builder.start());
        }
        for (var process : processes) {
            assertThat(process.waitFor()).isZero();
        }
        assertThat(end()).isZero();
        assertThat(recorded("SCardTransmit")).hasSize(2 * programs);
        assertThat(recorded("SCardReleaseContext")).hasSize(programs);
    }

    private void attach() throws IOException {
        spy = start("--attach");
        Await.until("attached", () -> trace().contains("puce: Attached"));
    }

    private void listen() throws IOException {
        spy = start("--listen", folder.resolve("relay").toString());
        Await.until("listening", () -> trace().contains("puce: Listening"));
    }

    private Process start(String... options) throws IOException {
        return spy(options).redirectError(folder.resolve("trace").toFile()).start();
    }

    private ProcessBuilder spy(String... options) {
        var arguments = new ArrayList<>(List.of(
                "spy",
                "--daemon-socket",
                pcscd.socket().toString(),
                "-o",
                folder.resolve("recording").toString()));
        arguments.addAll(List.of(options));
        return new ProcessBuilder(CommandResult.puceCommand(arguments.toArray(String[]::new)))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
    }

    private int end() throws InterruptedException {
        spy.destroy(); // SIGTERM
        return spy.waitFor();
    }

    private String trace() throws IOException {
        return Files.exists(folder.resolve("trace")) ? Files.readString(folder.resolve("trace")) : "";
    }

    private List<String> recorded(String function) throws IOException {
        return RecordingLines.calls(folder.resolve("recording"), function);
    }

    /// Runs a program that connects to the daemon's socket.
    private int nullPci() throws Exception {
        return CommandResult.command(
                        Map.of("PCSCLITE_CSOCK_NAME", pcscd.socket().toString()),
                        List.of(client.program().toString()))
                .status();
    }
}
