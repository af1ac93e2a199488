package dev.puce.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.puce.iso7816.Bytes;
import dev.puce.it.cards.GuideCard;
import dev.puce.service.PcscService;
import dev.puce.testkit.Calls;
import dev.puce.trace.recording.RecordingHeader;
import dev.puce.trace.recording.RecordingWriter;
import dev.puce.trace.redaction.Redaction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Aborts commands of puce while secrets may be in their memory: no core dump remains.
@Timeout(120)
class CoreDumpsTest {
    private static final String READY = "COMMAND is ready";
    private static final String COMMAND = "echo '" + READY + "'; sleep 60";

    @TempDir
    private Path folder;

    /// Runs a command without a limit for core dumps, and ends it with a signal.
    private void end(String signal, String ready, Map<String, String> environment, List<String> command)
            throws IOException {
        var words = new ArrayList<>(
                List.of("sh", "-c", "cd \"$0\" && ulimit -c unlimited && exec \"$@\"", folder.toString()));
        words.addAll(command);
        try (var program = RunningProgram.start(environment, words)) {
            program.await(ready, 0);
            var children =
                    ProcessHandle.of(program.pid()).orElseThrow().descendants().toList();
            CommandResult.successful(Map.of(), List.of("kill", "-" + signal, Long.toString(program.pid())));
            ProcessHandle.of(program.pid())
                    .ifPresent(process -> process.onExit().join());
            children.forEach(ProcessHandle::destroyForcibly);
        }
    }

    private void abort(String ready, List<String> command) throws IOException {
        end("ABRT", ready, Map.of(), command);
    }

    private List<Path> cores() throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().contains("core"))
                    .toList();
        }
    }

    /// Without this, the absence of a file would prove nothing.
    private void assumeCoreDumps() throws IOException {
        abort(READY, List.of("sh", "-c", "echo '" + READY + "'; while :; do sleep 1; done"));
        var cores = cores();
        assumeThat(cores)
                .as("an aborted program leaves a core dump in its folder (/proc/sys/kernel/core_pattern)")
                .isNotEmpty();
        for (Path core : cores) {
            Files.delete(core);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"spy --virtual", "web --virtual", "serve --card demo"})
    void a_command_that_runs_a_program_leaves_no_core_dump(String arguments) throws IOException {
        assumeCoreDumps();
        var words = new ArrayList<>(List.of(arguments.split(" ", -1)));
        words.addAll(List.of("--", "sh", "-c", COMMAND));
        abort(READY, CommandResult.puceCommand(words.toArray(String[]::new)));
        assertThat(cores()).isEmpty();
    }

    @Test
    void puce_diagnose_leaves_no_core_dump() throws IOException {
        assumeCoreDumps();
        try (var service = PcscService.start()) {
            end(
                    "ABRT",
                    READY,
                    Map.of("PCSCLITE_CSOCK_NAME", service.socket().toString()),
                    CommandResult.puceCommand("diagnose", "--", "sh", "-c", COMMAND));
            assertThat(cores()).isEmpty();
        }
    }

    @Test
    void puce_send_leaves_no_core_dump() throws IOException {
        assumeCoreDumps();
        try (var service = PcscService.start()) {
            service.addReader("A").insert(new GuideCard());
            abort(
                    "90 00",
                    CommandResult.puceCommand(
                            "send", "--socket", service.socket().toString(), "00A4000002FFFE", "-"));
            assertThat(cores()).isEmpty();
        }
    }

    @Test
    void puce_test_leaves_no_core_dump() throws IOException {
        assumeCoreDumps();
        var end = new CountDownLatch(1);
        try (var service = PcscService.start()) {
            service.addReader("A").insert(new SilentCard(end));
            abort(
                    "SCardBeginTransaction",
                    CommandResult.puceCommand(
                            "test", "--socket", service.socket().toString()));
            assertThat(cores()).isEmpty();
        } finally {
            end.countDown();
        }
    }

    /// A card that does not answer until the test ends.
    private static final class SilentCard extends PinForgettingCard {
        private final CountDownLatch end;

        SilentCard(CountDownLatch end) {
            super(GuideCard.ATR);
            this.end = end;
        }

        @Override
        public Bytes transmit(Bytes command) {
            try {
                end.await();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
            return Bytes.hex("6F00");
        }
    }

    @Test
    void puce_replay_leaves_no_core_dump() throws IOException {
        assumeCoreDumps();
        Path trace = folder.resolve("trace.jsonl");
        try (var out = Files.newOutputStream(trace);
                var writer = new RecordingWriter(out, RecordingHeader.of("test", Instant.EPOCH, Redaction.OFF), true)) {
            writer.accept(Calls.connect(1, "Reader A"));
            writer.accept(Calls.transmit(2, "0020008104323731 38".replace(" ", ""), "9000"));
        }
        abort(READY, CommandResult.puceCommand("replay", trace.toString(), "--", "sh", "-c", COMMAND));
        assertThat(cores()).isEmpty();
    }

    @Test
    void puce_with_keys_of_secure_messaging_leaves_no_core_dump() throws IOException {
        assumeCoreDumps();
        Path trace = folder.resolve("trace.jsonl");
        try (var out = Files.newOutputStream(trace);
                var writer = new RecordingWriter(out, RecordingHeader.of("test", Instant.EPOCH, Redaction.OFF), true)) {
            writer.accept(Calls.connect(1, "Reader A"));
        }
        String keys = "gp:" + Bytes.hex("404142434445464748494A4B4C4D4E4F").toHex();
        abort(
                "Reader A",
                CommandResult.puceCommand("show", "--follow", "-f", "calls", "--sm-keys", keys, trace.toString()));
        assertThat(cores()).isEmpty();
    }

    @Test
    void a_crash_of_the_launcher_leaves_no_report_with_the_command_line(@TempDir Path app) throws IOException {
        Path lib = Files.createDirectories(app.resolve("lib"));
        for (Path jars : List.of(Path.of("../cli/target"), Path.of("../cli/target/lib"))) {
            try (var files = Files.newDirectoryStream(jars.toRealPath(), "*.jar")) {
                for (Path jar : files) {
                    Files.createSymbolicLink(lib.resolve(jar.getFileName()), jar);
                }
            }
        }
        String script = ". '%s' && run_app '%s' serve --card demo -- sh -c '%s' --pin 27182818"
                .formatted(Path.of("../.launcher/java.sh").toRealPath(), app, COMMAND.replace("'", "'\\''"));
        var home = System.getProperty("java.home");
        end("SEGV", READY, Map.of("JAVA_HOME", home), List.of("sh", "-c", script));
        try (var files = Files.list(folder)) {
            assertThat(files).isEmpty();
        }
        Path report = folder.resolve("report");
        end(
                "SEGV",
                READY,
                Map.of("JAVA_HOME", home, "PUCE_ERROR_FILE", report.toString()),
                List.of("sh", "-c", script));
        assertThat(report).content().contains("27182818");
    }
}
