package dev.puce.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.backend.socket.SocketPcsc;
import dev.puce.it.CommandResult;
import dev.puce.it.RecordingLines;
import dev.puce.it.RunningProgram;
import dev.puce.pcsc.PcscException;
import dev.puce.pcsc.Scope;
import dev.puce.testkit.Await;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A full heap ends puce at once, and the watchdog restores pcscd's socket.
@Timeout(60)
class SpyFullHeapTest {
    /// Exit status of a JVM with `-XX:+ExitOnOutOfMemoryError`.
    private static final int OUT_OF_MEMORY = 3;

    @Test
    void pcscd_gets_its_socket_back_after_the_heap_of_an_attached_puce_is_full(@TempDir Path folder) throws Exception {
        Path recording = folder.resolve("recording");
        try (var pcscd = PrivatePcscd.start();
                var spy = RunningProgram.start(Map.of(), command(pcscd.socket(), recording))) {
            spy.await("puce: Attached", 0);
            establish(pcscd.socket());
            Await.until(
                    "it is recorded",
                    () -> !RecordingLines.calls(recording, "SCardEstablishContext")
                            .isEmpty());
            spy.say("fill");
            assertThat(spy.awaitEnd()).as(spy.output()).isEqualTo(OUT_OF_MEMORY);
            Await.until(
                    "the watchdog restores the socket", () -> pcscd.leftovers().isEmpty());
            establish(pcscd.socket());
        }
        assertThat(RecordingLines.calls(recording, "SCardEstablishContext")).hasSize(1);
    }

    private static void establish(Path socket) throws PcscException {
        try (var pcsc = SocketPcsc.open(socket)) {
            pcsc.establishContext(Scope.SYSTEM);
        }
    }

    private static List<String> command(Path daemon, Path recording) {
        var command = CommandResult.puceCommand(
                "spy", "-q", "--daemon-socket", daemon.toString(), "--attach", "-o", recording.toString());
        command.set(command.indexOf("dev.puce.cli.Puce"), FullHeap.class.getName());
        command.addAll(1, List.of("-Xmx32m", "-XX:+ExitOnOutOfMemoryError"));
        return command;
    }
}
