package dev.puce.system.atr;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.it.CommandResult;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// `puce atr` and `puce atr stats` on a terminal, which `script` provides.
@Timeout(60)
class AtrTerminalTest {
    private static CommandResult onTerminal(Map<String, String> environment, String... arguments) throws IOException {
        return inShell(environment, puce(arguments));
    }

    private static String puce(String... arguments) {
        return CommandResult.puceCommand(arguments).stream()
                .map(word -> "'" + word + "'")
                .collect(Collectors.joining(" "));
    }

    private static CommandResult inShell(Map<String, String> environment, String command) throws IOException {
        return CommandResult.command(environment, List.of("script", "-qec", command, "/dev/null"));
    }

    @Test
    void atr_does_not_wait_for_input_from_a_terminal() throws IOException {
        CommandResult explain = onTerminal(Map.of(), "atr");
        assertThat(explain.out()).contains("HEX is missing. Use - for standard input.");
        assertThat(explain.status()).isEqualTo(2);
        CommandResult count = onTerminal(Map.of(), "atr", "stats");
        assertThat(count.out()).contains("is missing. Use - for standard input.");
        assertThat(count.status()).isEqualTo(2);
    }

    @Test
    void output_is_coloured_unless_no_color_is_set() throws IOException {
        assertThat(onTerminal(Map.of("NO_COLOR", ""), "atr", "3B00").out()).contains("\033[");
        assertThat(onTerminal(Map.of("NO_COLOR", "1"), "atr", "3B00").out())
                .contains("direct convention")
                .doesNotContain("\033[");
    }

    @Test
    void each_standard_stream_is_checked_separately() throws IOException {
        assertThat(inShell(Map.of("NO_COLOR", ""), "echo 3B00 | " + puce("atr")).out())
                .as("input is a pipe, output is not")
                .contains("\033[");
        assertThat(inShell(Map.of("NO_COLOR", ""), puce("atr", "3B00") + " | cat")
                        .out())
                .contains("direct convention")
                .doesNotContain("\033[");
        assertThat(inShell(Map.of(), puce("atr") + " >/dev/null").out()).contains("HEX is missing");
        assertThat(inShell(Map.of(), "echo 3B00 | " + puce("atr", "stats", "--png"))
                        .out())
                .contains("--png is binary");
    }

    @Test
    void long_list_from_a_pipe_shows_its_progress() throws IOException {
        String list = "yes '3B 65 00 00 20 63 CB 68 00' | head -c 140000000 | ";
        assertThat(inShell(Map.of(), list + puce("atr", "stats", "-t", "TS")).out())
                .contains("\r67 MB", "\r134 MB", "100.00 %");
        assertThat(inShell(Map.of(), list + puce("atr", "stats", "-t", "TS") + " 2>/dev/null")
                        .out())
                .doesNotContain("67 MB");
    }
}
