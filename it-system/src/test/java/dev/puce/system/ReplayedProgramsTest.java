package dev.puce.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.it.CommandResult;
import dev.puce.service.PcscService;
import dev.puce.service.card.kind.CardKinds;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `puce replay` of a session of opensc-tool with a PIV card, recorded by `puce spy`.
class ReplayedProgramsTest {
    private static final String SELECT = "00:A4:04:00:09:A0:00:00:03:08:00:00:10:00:00";
    private static final String RIGHT_PIN = "00:20:00:80:08:31:32:33:34:35:36:FF:FF";
    private static final String OTHER_PIN = "00:20:00:80:08:39:39:39:39:39:39:FF:FF";

    @TempDir
    private Path folder;

    private Path recording;
    private String openscTool;
    private CommandResult recorded;

    @BeforeEach
    void record() throws IOException {
        openscTool = RealParts.command("opensc-tool", "opensc").toString();
        recording = folder.resolve("session.jsonl");
        try (var service = PcscService.start()) {
            service.addReader("Recorded").insert(CardKinds.make("piv"));
            var environment = Map.of("PCSCLITE_CSOCK_NAME", service.socket().toString());
            recorded = CommandResult.puce(
                    environment,
                    "spy",
                    "-q",
                    "-o",
                    recording.toString(),
                    "--",
                    openscTool,
                    "-a",
                    "-n",
                    "-s",
                    SELECT,
                    "-s",
                    RIGHT_PIN);
        }
        assertThat(recorded.status()).as(recorded.err()).isZero();
    }

    private CommandResult replay(String option, String... arguments) throws IOException {
        var command = new ArrayList<>(List.of("replay", option, recording.toString(), "--", openscTool));
        command.addAll(List.of(arguments));
        return CommandResult.puce(Map.of(), command.toArray(String[]::new));
    }

    @Test
    void replay_gives_the_same_answers_and_accepts_any_pin() throws Exception {
        var replayed = replay("--match=order", "-a", "-n", "-s", SELECT, "-s", OTHER_PIN);
        assertThat(replayed.status()).as(replayed.err()).isZero();
        assertThat(replayed.out().replace("39", "31")).contains("Personal Identity Verification Card");
        assertThat(replayed.out().lines().filter(line -> line.startsWith("Received")))
                .containsExactlyElementsOf(recorded.out()
                        .lines()
                        .filter(line -> line.startsWith("Received"))
                        .toList());
        assertThat(replayed.err()).contains("0 unmatched");
    }

    @Test
    void replay_reports_an_unrecorded_command_and_fails_it() throws Exception {
        var replayed = replay("--match=command", "-s", SELECT, "-s", "00:B0:00:00:10");
        assertThat(replayed.status()).as(replayed.err()).isEqualTo(1);
        assertThat(replayed.out()).contains("SW1=0x6F, SW2=0x00");
        assertThat(replayed.err())
                .contains("came     00 B0 00 00 10 (READ BINARY the current EF)")
                .contains("1 unmatched");
    }
}
