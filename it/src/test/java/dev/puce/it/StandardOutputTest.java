package dev.puce.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Standard output that takes no results: a full disk, a closed pipe.
@Timeout(60)
class StandardOutputTest {
    @TempDir
    Path folder;

    private static CommandResult inShell(String pattern, String... arguments) throws IOException {
        String command = CommandResult.puceCommand(arguments).stream()
                .map(word -> "'" + word + "'")
                .collect(Collectors.joining(" "));
        return CommandResult.command(Map.of(), List.of("bash", "-c", pattern.formatted(command)));
    }

    @Test
    void full_disk_is_an_error_with_exit_status_1() throws IOException {
        for (String[] arguments : List.of(
                new String[] {"atr", "--json", "3B00"}, new String[] {"atr", "stats"}, new String[] {"--help"})) {
            CommandResult full = inShell("%s > /dev/full < /dev/null", arguments);
            assertThat(full.err())
                    .as(arguments[0])
                    .contains("puce: Cannot write to standard output: No space left on device");
            assertThat(full.status()).isEqualTo(1);
        }
    }

    @Test
    void full_disk_is_reported_beside_another_failure() throws IOException {
        CommandResult full = inShell("%s > /dev/full < /dev/null", "atr", "3B");
        assertThat(full.err()).contains("puce: Cannot write to standard output: No space left on device");
        assertThat(full.status()).isEqualTo(1);
    }

    @Test
    void views_of_traces_name_standard_output_too() throws IOException {
        Path trace = Files.writeString(folder.resolve("trace.txt"), "> 00A40000\n< 6A82\n");
        CommandResult full = inShell("%s > /dev/full", "show", "--from", "arrows", trace.toString());
        assertThat(full.err()).contains("puce: Cannot write to standard output: No space left on device");
        assertThat(full.status()).isEqualTo(1);
    }

    @Test
    void closed_pipe_is_not_an_error() throws IOException {
        CommandResult gone = inShell("set -o pipefail; %s < /dev/null | true", "atr", "stats");
        assertThat(gone.status()).as(gone.err()).isZero();
        assertThat(gone.err()).isEmpty();
    }
}
