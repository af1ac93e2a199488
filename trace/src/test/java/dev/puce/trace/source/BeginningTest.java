package dev.puce.trace.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.iso7816.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class BeginningTest {
    private static Beginning of(String text) {
        return Beginning.of(Bytes.ofText(text, StandardCharsets.UTF_8), Margin.NONE);
    }

    @Test
    void lines_are_counted_without_colours() {
        assertThat(of("\u001b[35mSW:\u001b[0m 90 00\nother\n").count(Pattern.compile("^SW: ")))
                .isEqualTo(1);
    }

    @Test
    void binary_content_has_lines_too() {
        assertThat(Beginning.of(Bytes.of(0xFF, 0, 0x80, 0x1B), Margin.NONE).lines())
                .hasSize(1);
    }
}
