package dev.puce.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.puce.backend.socket.SocketPcsc;
import dev.puce.it.CommandResult;
import dev.puce.it.RecordingLines;
import dev.puce.it.RunningProgram;
import dev.puce.pcsc.PcscException;
import dev.puce.pcsc.Scope;
import dev.puce.service.PcscService;
import dev.puce.testkit.Await;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A heap that is full, to the last bytes or nearly, and stays so: nothing hangs.
@Timeout(60)
class SpyFullHeapTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 20_000})
    void puce_ends_and_says_why_and_no_program_waits_for_ever(int least, @TempDir Path folder) throws Exception {
        Path relay = folder.resolve("relay");
        try (var service = PcscService.start();
                var spy = RunningProgram.start(
                        Map.of(), command(least, "--daemon-socket", service.socket(), "--listen", relay))) {
            spy.await("puce: listening", 0);
            try (var before = SocketPcsc.open(relay)) {
                before.establishContext(Scope.SYSTEM);
                spy.say("fill");
                while (spy.isAlive()) {
                    tryToConnect(relay); // answered, cut or turned away, but it ends
                }
                assertThatThrownBy(() -> before.establishContext(Scope.SYSTEM)).isInstanceOf(PcscException.class);
            }
            assertThat(spy.awaitEnd()).as(spy.output()).isEqualTo(1);
            assertThat(spy.output()).contains("puce: the heap has been full for ten seconds");
        }
    }

    @Test
    void attached_it_gives_the_daemon_its_place_back(@TempDir Path folder) throws Exception {
        Path recording = folder.resolve("recording");
        try (var pcscd = PrivatePcscd.start();
                var spy = RunningProgram.start(
                        Map.of(), command(1, "--daemon-socket", pcscd.socket(), "--attach", "-o", recording))) {
            spy.await("puce: attached", 0);
            establish(pcscd.socket());
            Await.until(
                    "it is recorded",
                    () -> !RecordingLines.calls(recording, "SCardEstablishContext")
                            .isEmpty());
            spy.say("fill");
            assertThat(spy.awaitEnd()).as(spy.output()).isEqualTo(1);
            Await.until(
                    "the guardian gives the place back", () -> pcscd.leftovers().isEmpty());
            establish(pcscd.socket());
        }
        assertThat(RecordingLines.calls(recording, "SCardEstablishContext")).hasSize(1);
    }

    private static void establish(Path socket) throws PcscException {
        try (var pcsc = SocketPcsc.open(socket)) {
            pcsc.establishContext(Scope.SYSTEM);
        }
    }

    private static void tryToConnect(Path relay) throws InterruptedException {
        try {
            establish(relay);
        } catch (PcscException cut) {
            Thread.sleep(Duration.ofMillis(10)); // so that nobody starves
        }
    }

    private static List<String> command(int least, Object... options) {
        var arguments = new ArrayList<>(List.of("spy", "-q"));
        for (Object option : options) {
            arguments.add(option.toString());
        }
        var command = CommandResult.puceCommand(arguments.toArray(String[]::new));
        command.set(command.indexOf("dev.puce.cli.Puce"), FullHeap.class.getName());
        command.addAll(1, List.of("-Xmx32m", "-Dfull.least=" + least));
        return command;
    }
}
