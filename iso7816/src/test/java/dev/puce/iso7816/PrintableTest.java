package dev.puce.iso7816;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class PrintableTest {
    @Test
    void escapes_control_characters() {
        assertThat(Printable.of("evil\u001b[2J\r\n\u009b1mü")).isEqualTo("evil\\x1B[2J\\x0D\\x0A\\x9B1mü");
    }

    @Test
    void escapes_right_to_left_marks_and_overrides() {
        assertThat(Printable.of("a\u202Eb\u2066c\u2028d\u200F")).isEqualTo("a\\u202Eb\\u2066c\\u2028d\\u200F");
    }

    @Test
    void json_has_escapes_for_c1_and_bidirectional_characters() {
        assertThat(Printable.json("{\"a\u009b\":\"\u202E\u007F\u2066é\"}\n"))
                .isEqualTo("{\"a\\u009B\":\"\\u202E\\u007F\\u2066é\"}\n");
    }

    @Test
    void returns_harmless_text_unchanged() {
        var text = "ACS ACR39U ICC Reader 00 00";
        assertThat(Printable.of(text)).isSameAs(text);
    }
}
