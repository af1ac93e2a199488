package dev.puce.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class WrappingWriterTest {
    private static final int WIDTH = 20;

    private static String written(String text) {
        var out = new StringWriter();
        try (var writer = new WrappingWriter(out, WIDTH)) {
            writer.write(text);
        } catch (IOException impossible) {
            throw new AssertionError(impossible);
        }
        return out.toString();
    }

    @Test
    void breaks_long_lines_between_words() {
        assertThat(written("puce: cannot open the file\nnext\n")).isEqualTo("puce: cannot open\n  the file\nnext\n");
    }

    @Test
    void lines_that_fit_stay_as_they_are() {
        assertThat(written("12345678901234567890\n  a  b  \n")).isEqualTo("12345678901234567890\n  a  b  \n");
    }

    @Test
    void following_lines_begin_below_the_last_column() {
        assertThat(written("demo    files and a PIN 1234\n")).isEqualTo("demo    files and a\n        PIN 1234\n");
    }

    @Test
    void long_word_stays_whole() {
        assertThat(written("abc 1234567890123456789012345 b\n")).isEqualTo("abc\n  1234567890123456789012345\n  b\n");
    }

    @Test
    void colours_take_no_columns() {
        assertThat(written("\u001b[31m1234567890\u001b[0m 123456789\n"))
                .isEqualTo("\u001b[31m1234567890\u001b[0m 123456789\n");
    }

    @Test
    void json_stays_whole() {
        String json = "{\"text\": \"a b c d e f g h i j k\"}\n";
        assertThat(written(json)).isEqualTo(json);
    }

    @Test
    void prompt_appears_before_its_line_ends() throws IOException {
        var out = new StringWriter();
        var writer = new WrappingWriter(out, WIDTH);
        writer.write("Write it? ");
        writer.flush();
        assertThat(out.toString()).isEqualTo("Write it? ");
    }
}
