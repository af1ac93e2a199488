package dev.puce.system.logs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.it.CommandResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A log of 70 MB on a terminal, which `script` provides.
@Timeout(120)
class LongLogOnTerminalTest {
    /// The bar leaves the line before a row takes it.
    private static final String CLEARED = "\r" + " ".repeat(48) + "\r";

    @TempDir
    private Path folder;

    @Test
    void bar_shows_progress_between_rows_and_not_beside_a_pipe() throws IOException {
        var log = folder.resolve("long.log");
        try (var out = Files.newBufferedWriter(log)) {
            out.write("> 00 84 00 00 08\n< 11 22 33 44 55 66 77 88 90 00\n");
            String other = "another program says something ".repeat(30) + "\n";
            for (int written = 0; written < 70_000_000; written += other.length()) {
                out.write(other);
            }
            out.write("> 00 84 00 00 08\n< 6D 00\n");
        }
        var show = CommandResult.puceCommand("show", "--filter", "sw = 6D00", log.toString()).stream()
                .map(word -> "'" + word + "'")
                .collect(Collectors.joining(" "));

        assertThat(onTerminal(show))
                .contains("] 100 %" + CLEARED)
                .containsPattern(CLEARED + "[^%]*GET CHALLENGE[^%]*$");
        assertThat(onTerminal(show + " | cat")).contains("GET CHALLENGE").doesNotContain(" %");
    }

    private static String onTerminal(String command) throws IOException {
        return CommandResult.command(Map.of("NO_COLOR", "1"), List.of("script", "-qec", command, "/dev/null"))
                .out();
    }
}
