package dev.puce.it.atr;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.it.Ran;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// `puce atr` and `puce atr stats` on a terminal, which `script` provides.
@Timeout(60)
class AtrTerminalTest {
    private static Ran onTerminal(Map<String, String> environment, String... arguments) throws IOException {
        String command = Ran.puceCommand(arguments).stream()
                .map(word -> "'" + word + "'")
                .collect(Collectors.joining(" "));
        return Ran.command(environment, List.of("script", "-qec", command, "/dev/null"));
    }

    @Test
    void nobody_waits_for_input_that_nobody_knows_to_type() throws IOException {
        Ran explain = onTerminal(Map.of(), "atr");
        assertThat(explain.out()).contains("an ATR is missing: give it in hex");
        assertThat(explain.status()).isEqualTo(2);
        Ran count = onTerminal(Map.of(), "atr", "stats");
        assertThat(count.out()).contains("a list is missing: give a file");
        assertThat(count.status()).isEqualTo(2);
    }

    @Test
    void there_is_colour_unless_it_is_not_wanted() throws IOException {
        assertThat(onTerminal(Map.of("NO_COLOR", ""), "atr", "3B00").out()).contains("\033[");
        assertThat(onTerminal(Map.of("NO_COLOR", "1"), "atr", "3B00").out())
                .contains("direct convention")
                .doesNotContain("\033[");
    }
}
