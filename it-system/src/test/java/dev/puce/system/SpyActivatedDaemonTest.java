package dev.puce.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.it.CommandResult;
import dev.puce.it.RecordingLines;
import dev.puce.it.RunningProgram;
import dev.puce.testkit.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// `puce spy --attach` with socket activation, where the socket outlives the daemons. A script replaces systemd.
@Timeout(60)
class SpyActivatedDaemonTest {
    @TempDir
    private Path folder;

    private Path socket;
    private Path pidFile;
    private Process listener;

    @BeforeEach
    void startListener() throws Exception {
        RealParts.command("opensc-tool", "opensc");
        var python = RealParts.command("python3", "python3").toString();
        var pcscd = PcscdProgram.installed().command(Path.of("/dev/null"));
        Privileges.requireRoot("attach to a daemon");
        Path run = Files.createDirectory(folder.resolve("run"));
        socket = run.resolve("pcscd.comm");
        var command = new ArrayList<>(
                List.of(python, Resources.path("/socket_activation.py").toString(), socket.toString()));
        if (PrivateMounts.isPossible()) {
            var arguments = new ArrayList<>(List.of(run.toString()));
            arguments.addAll(pcscd);
            command.addAll(PrivateMounts.command("""
                    mount -t tmpfs none /run && mkdir /run/pcscd && mount --bind "$1" /run/pcscd && shift && exec "$@"
                    """, arguments.toArray(String[]::new)));
            pidFile = run.resolve("pcscd.pid");
        } else {
            command.addAll(pcscd);
            pidFile = Path.of("/run/pcscd/pcscd.pid");
        }
        listener = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        Await.until("it listens", () -> Files.exists(socket));
    }

    @AfterEach
    void stopListener() throws InterruptedException {
        if (listener != null) {
            listener.destroy();
            listener.waitFor();
        }
    }

    @Test
    void attached_spy_outlives_daemons_and_restores_the_socket() throws Exception {
        var original = key();
        assertThat(program()).isZero();
        Path recording = folder.resolve("recording");
        try (var spy = RunningProgram.start(
                Map.of(),
                CommandResult.puceCommand(
                        "spy", "--attach", "--daemon-socket", socket.toString(), "-o", recording.toString()))) {
            spy.await("puce: Attached", 0);
            assertThat(key()).isNotEqualTo(original);
            assertThat(program()).isZero();
            Await.until("it is recorded", () -> contexts(recording) == 1);

            var first = daemon();
            first.destroy();
            first.onExit().join();
            assertThat(program()).as("reaches the next daemon").isZero();
            Await.until("it is recorded", () -> contexts(recording) == 2);
            assertThat(daemon().pid()).isNotEqualTo(first.pid());

            spy.terminate();
            assertThat(spy.awaitEnd()).as(spy.output()).isZero();
        }
        assertThat(key()).isEqualTo(original);
        assertThat(program()).as("afterwards").isZero();
        assertThat(contexts(recording)).isEqualTo(2);
        try (var files = Files.list(socket.getParent())) {
            assertThat(files)
                    .extracting(file -> file.getFileName().toString())
                    .noneMatch(name -> name.contains("puce"));
        }
    }

    /// Runs a program that connects to the path.
    private int program() throws IOException {
        return CommandResult.command(
                        Map.of("PCSCLITE_CSOCK_NAME", socket.toString()), List.of("opensc-tool", "--list-readers"))
                .status();
    }

    private Object key() throws IOException {
        return Files.readAttributes(socket, BasicFileAttributes.class).fileKey();
    }

    /// Returns the daemon that has written its process id.
    private ProcessHandle daemon() {
        Await.until("pcscd has written its file", () -> Files.exists(pidFile) && Files.size(pidFile) > 0);
        try {
            long pid = Long.parseLong(Files.readString(pidFile).trim()); // a line and a NUL
            return ProcessHandle.of(pid).orElseThrow();
        } catch (IOException e) {
            throw new AssertionError("cannot read " + pidFile, e);
        }
    }

    private static int contexts(Path recording) throws IOException {
        return RecordingLines.calls(recording, "SCardReleaseContext").size();
    }
}
