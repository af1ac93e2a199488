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
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// `puce spy --attach` with pcscd's units under a real systemd. An administrator stops, kills and restarts the
/// units. Programs still reach the daemon, and puce records them.
@Timeout(120)
class SpySystemdTest {
    /// A program that finds no reader has found the service.
    private static final String NO_READER = "SCardListReaders: 8010002E";

    private static final String NO_SERVICE = "SCardEstablishContext: 8010001D";

    @TempDir
    private Path folder;

    private PrivateSystemd systemd;
    private CompiledClient client;

    @BeforeEach
    void startSystemd() throws IOException {
        RealParts.command("nsenter", "util-linux");
        Privileges.requireRoot("start systemd and attach to its pcscd");
        client = CompiledClient.of("null_pci.c");
        systemd = PrivateSystemd.start();
    }

    @AfterEach
    void stopAll() throws IOException {
        try (var _ = client;
                var _ = systemd) {
            // both end
        }
    }

    @Test
    void attached_spy_survives_all_changes_of_the_units() throws Exception {
        try (var spy = RunningProgram.start(
                Map.of(),
                CommandResult.puceCommand(
                        "spy",
                        "--attach",
                        "--daemon-socket",
                        systemd.socket().toString(),
                        "-o",
                        recording().toString()))) {
            spy.await("puce: Attached", 0);
            programIsSeen("the first program starts the service", 1);
            assertThat(systemd.isActive("pcscd.service")).isTrue();

            systemd.systemctl("stop", "pcscd.service"); // as when it leaves because it is idle
            programIsSeen("the next program starts it again", 2);

            systemd.systemctl("kill", "--signal=KILL", "pcscd.service");
            Await.until("systemd has seen that it died", () -> !systemd.isActive("pcscd.service"));
            programIsSeen("and again after its death", 3);

            systemd.systemctl("restart", "pcscd.service");
            programIsSeen("a new daemon on the old socket", 4);

            int said = spy.output().length();
            systemd.restart("pcscd.socket", "pcscd.service");
            spy.await("a daemon has started; attached to it", said);
            programIsSeen("a new daemon on a new socket", 5);

            systemd.systemctl("stop", "pcscd.service", "pcscd.socket");
            assertThat(program()).as("without a daemon").contains("SCardEstablishContext: ");
            Await.until(
                    "puce notices it with that program, and removes its socket",
                    () -> Files.notExists(systemd.socket()));
            assertThat(program()).as("as without puce").contains(NO_SERVICE);
            said = spy.output().length();
            systemd.systemctl("start", "pcscd.socket");
            spy.await("a daemon has started; attached to it", said);
            programIsSeen("after all", 6);

            var puces = key();
            spy.terminate();
            assertThat(spy.awaitEnd()).as(spy.output()).isZero();
            assertThat(key()).as("systemd's socket is in its place").isNotEqualTo(puces);
        }
        assertThat(program()).as("afterwards").contains(NO_READER);
        assertThat(listings()).isEqualTo(6);
    }

    private void programIsSeen(String when, int count) throws IOException {
        assertThat(program()).as(when).contains(NO_READER);
        Await.until(when + ": it is recorded", () -> listings() == count);
    }

    /// Runs a program that connects to the path, and returns its errors.
    private String program() throws IOException {
        return CommandResult.command(
                        Map.of("PCSCLITE_CSOCK_NAME", systemd.socket().toString()),
                        List.of(client.program().toString()))
                .err();
    }

    private Object key() throws IOException {
        return Files.readAttributes(systemd.socket(), BasicFileAttributes.class).fileKey();
    }

    private Path recording() {
        return folder.resolve("recording");
    }

    private int listings() throws IOException {
        return RecordingLines.calls(recording(), "SCardListReaders").size();
    }
}
