package dev.puce.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class JsonEscapesTest {
    private static String json(String text) throws IOException {
        var out = new ByteArrayOutputStream();
        JsonLines.write(out, json -> json.writeString(text));
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void characters_that_a_terminal_obeys_are_escaped() throws IOException {
        assertThat(json("a\u001b\u007f\u009b31m\u202e\u2066\u2028z"))
                .isEqualToIgnoringCase("\"a\\u001B\\u007F\\u009B31m\\u202E\\u2066\\u2028z\"");
    }

    @Test
    void other_characters_stay() throws IOException {
        assertThat(json("é→😀 \u00a0")).isEqualTo("\"é→😀 \u00a0\"");
    }
}
