package dev.puce.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class WrappedLinesTest {
    private final ByteArrayOutputStream terminal = new ByteArrayOutputStream();

    private String shown(String text) throws IOException {
        try (var out = new WrappedLines(terminal, 24, 4)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return terminal.toString(StandardCharsets.UTF_8);
    }

    @Test
    void long_lines_go_on_below_the_indent() throws IOException {
        assertThat(shown("0.1  1 ms  SCardConnect  SCARD_S_SUCCESS  \"é\" → T=1\nnext\n"))
                .isEqualTo("0.1  1 ms  SCardConnect\n    SCARD_S_SUCCESS  \"é\"\n    → T=1\nnext\n");
    }

    @Test
    void colours_take_no_columns_and_a_last_line_may_lack_its_end() throws IOException {
        String line = "\u001b[31m123456789012\u001b[0m 12345678901";
        assertThat(shown(line + "\nprompt ")).isEqualTo(line + "\nprompt ");
    }
}
