package dev.puce.system.views;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.it.CommandResult;
import dev.puce.system.RealParts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The jq commands of the guide to queries print what it shows.
@Timeout(120)
class JqGuideTest {
    private static final Path GUIDE = Path.of("../docs/how-to/query-recordings.md");
    private static final Path RECORDINGS = Path.of("../trace/src/test/resources/dev/puce/trace");

    @Test
    void every_command_prints_the_output_that_the_guide_shows(@TempDir Path folder) throws IOException {
        RealParts.command("jq", "jq");
        for (String name : List.of("session/gpg.jsonl", "render/pkcs11-tool.jsonl")) {
            Path recording = RECORDINGS.resolve(name);
            Files.copy(recording, folder.resolve(recording.getFileName()));
        }
        List<String> lines = Files.readAllLines(GUIDE);
        int commands = 0;
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).startsWith("$ ")) {
                String script = "cd '" + folder + "' && " + lines.get(i).substring(2);
                var shown =
                        lines.subList(i + 1, i + lines.subList(i, lines.size()).indexOf("```"));
                var printed = CommandResult.command(Map.of("LC_ALL", "C"), List.of("sh", "-c", script));
                assertThat(printed.out().lines()).as(script + printed.err()).containsExactlyElementsOf(shown);
                commands++;
            }
        }
        assertThat(commands).isGreaterThanOrEqualTo(3);
    }
}
