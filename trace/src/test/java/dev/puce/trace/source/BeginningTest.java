package dev.puce.trace.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.iso7816.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class BeginningTest {
    private static Beginning of(String text) {
        return Beginning.of(Bytes.ofText(text, StandardCharsets.UTF_8));
    }

    @Test
    void common_quote_marks_are_found_and_removed() {
        assertThat(of("> one\n> two\nthree\nfour\n").quote()).isEmpty();
        assertThat(of("> one\n> two\n").lines()).containsExactly("one", "two");
        assertThat(of("\tone\n\n\ttwo\n").lines()).containsExactly("one", "", "two");
        assertThat(of("    one\n    two\n").quote()).isEqualTo("    ");
        assertThat(of("> only\n").quote()).isEmpty();
    }

    @Test
    void lines_are_counted_without_colours() {
        assertThat(of("\u001b[35mSW:\u001b[0m 90 00\nother\n").count(Pattern.compile("^SW: ")))
                .isEqualTo(1);
    }

    @Test
    void binary_content_has_lines_too() {
        assertThat(Beginning.of(Bytes.of(0xFF, 0, 0x80, 0x1B)).lines()).hasSize(1);
    }
}
