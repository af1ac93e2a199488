package dev.puce.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.it.CommandResult;
import dev.puce.it.RecordingLines;
import dev.puce.it.RunningProgram;
import dev.puce.testkit.Skip;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Signals to `puce spy -- COMMAND`, and outputs that it cannot write.
@Timeout(60)
class SpySignalsTest {
    private static final String PROGRAM = "opensc-tool --atr; exit 7";
    private static final Pattern CALLS = Pattern.compile("(\\d+) calls of 1 process");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"INT", "TERM", "HUP"})
    void spy_passes_signals_to_the_command_and_removes_its_files(String signal) throws Exception {
        var script = """
                trap 'echo got %s; kill $child; exit 3' %s
                echo socket=$PCSCLITE_CSOCK_NAME=
                sleep 60 & child=$!
                echo waiting
                wait
                """.formatted(signal, signal);
        var command = listening(puce("spy", "--virtual", "-q", "--", "sh", "-c", script));
        try (var spy = RunningProgram.start(Map.of(), command)) {
            spy.await("waiting", 0);
            var socket = Path.of(spy.output().split("=", 3)[1]);
            assertThat(socket).exists();
            CommandResult.command(Map.of(), List.of("kill", "-" + signal, Long.toString(spy.pid())));
            assertThat(spy.awaitEnd()).as(spy.output()).isEqualTo(3);
            assertThat(spy.output()).contains("got " + signal, "puce: -q without -o, --otlp or --summary");
            assertThat(socket.getParent()).doesNotExist();
        }
        assertThat(folder).as("nothing is left behind").isEmptyDirectory();
    }

    @Test
    void full_disk_does_not_affect_the_program() throws Exception {
        Skip.unless(Files.exists(Path.of("/dev/full")), "/dev/full is missing", "mount /dev");
        RealParts.command("opensc-tool", "opensc");
        var ran = CommandResult.command(
                Map.of(), puce("spy", "--virtual", "-q", "--summary", "-o", "/dev/full", "--", "sh", "-c", PROGRAM));
        assertThat(ran.status()).as(ran.err()).isEqualTo(7);
        assertThat(ran.out()).startsWith("3b:");
        var calls = CALLS.matcher(ran.err());
        assertThat(calls.find()).as(ran.err()).isTrue();
        assertThat(ran.err())
                .contains("puce: cannot write /dev/full (No space left on device)")
                .contains("puce: " + calls.group(1) + " calls are not in /dev/full");
    }

    @Test
    void blocked_standard_error_stops_neither_recording_nor_puce() throws Exception {
        RealParts.command("opensc-tool", "opensc");
        var recording = folder.resolve("recording");
        // A separate file description fills the pipe, so that puce's own stays blocking.
        var script = """
                fill() { dd if=/dev/zero of=/proc/self/fd/3 bs=$1 oflag=nonblock 3>&2 2>/dev/null; }
                opensc-tool --atr 2>&1; fill 4096; fill 1; rm "$0"; opensc-tool --atr 2>&1; exit 7
                """;
        var command = puce("spy", "--virtual", "-q", "-o", recording.toString(), "--", "sh", "-c", script);
        command.add(recording.toString());
        var spy = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            assertThat(spy.waitFor(30, TimeUnit.SECONDS)).as("it ends").isTrue();
            assertThat(spy.exitValue()).isEqualTo(7);
            assertThat(RecordingLines.calls(recording, "SCardReleaseContext"))
                    .as("what followed the removal")
                    .isNotEmpty();
        } finally {
            spy.destroyForcibly().waitFor();
            spy.getErrorStream().close();
        }
    }

    /// Restores the default signal actions. A build in the background or under nohup ignores some signals, and
    /// programs inherit that.
    private static List<String> listening(List<String> command) {
        return Stream.concat(Stream.of("env", "--default-signal=INT,TERM,HUP"), command.stream())
                .toList();
    }

    /// Runs puce with a private temporary folder.
    private List<String> puce(String... arguments) {
        var command = CommandResult.puceCommand(arguments);
        command.add(1, "-Djava.io.tmpdir=" + folder);
        return command;
    }
}
