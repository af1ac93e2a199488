package dev.puce.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// The header of a trace that puce makes and shows at once names host, daemon and program, as that of `puce spy` does.
@Timeout(120)
@EnabledOnOs(OS.LINUX)
class RunHeaderTest {
    @TempDir
    private Path folder;

    @Test
    void demo_names_host_and_program() throws IOException {
        CommandResult demo = CommandResult.puce(Map.of(), "demo", "-f", "json");
        assertThat(demo.out().lines().findFirst().orElseThrow())
                .contains("\"host\":", "/pcscd.comm\"", "\"command\":[\"puce\",\"demo\"]");
    }

    @Test
    void report_of_a_run_names_host_daemon_and_program() throws IOException {
        Path archive = folder.resolve("report.zip");
        var serve = new ArrayList<>(List.of("serve", "--"));
        serve.addAll(CommandResult.puceCommand("report", "-o", archive.toString(), "--"));
        serve.addAll(CommandResult.puceCommand("send", "00A4040000"));
        CommandResult ran = CommandResult.puce(Map.of(), serve.toArray(String[]::new));
        assertThat(ran.status()).as(ran.err()).isZero();
        try (var zip = new ZipFile(archive.toFile());
                var recording = zip.getInputStream(zip.getEntry("recording.jsonl"))) {
            assertThat(new String(recording.readAllBytes(), StandardCharsets.UTF_8)
                            .lines()
                            .findFirst()
                            .orElseThrow())
                    .contains("\"host\":", "/pcscd.comm\"", "\"send\",\"00A4040000\"]");
        }
    }
}
