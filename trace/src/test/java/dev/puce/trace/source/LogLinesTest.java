package dev.puce.trace.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LogLinesTest {
    private static LogLines lines(String text, Margin margin) {
        return new LogLines(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), margin);
    }

    private static List<String> all(LogLines lines) throws IOException {
        var all = new ArrayList<String>();
        while (lines.next()) {
            all.add(lines.number() + " " + lines.text());
        }
        return all;
    }

    @Test
    void lines_come_without_line_ends_and_colours() throws IOException {
        assertThat(all(lines("a\r\n\u001b[01;31mAPDU:\u001b[0m 00 A4\n\nlast", Margin.NONE)))
                .containsExactly("1 a", "2 APDU: 00 A4", "3 ", "4 last");
    }

    @Test
    void lines_come_without_traces_of_terminals_pages_and_crashes() throws IOException {
        assertThat(all(lines("a \r\r\n\u001b]0;title\u0007b\t\n\0\0c\u00A0d\n\u001b]cut", Margin.NONE)))
                .containsExactly("1 a", "2 b", "3 c d", "4 ");
    }

    @Test
    void entities_of_web_pages_become_their_characters() throws IOException {
        assertThat(all(lines(
                        "-&gt; 00&nbsp;A4 &amp;lt; &#39;&#x27;&quot;&#34; &larr;&rarr;\n&copy; & &gt\n&lt",
                        Margin.NONE)))
                .containsExactly("1 -> 00 A4 &lt; ''\"\" \u2190\u2192", "2 &copy; & &gt", "3 &lt");
    }

    @Test
    void lines_can_be_searched_without_a_string() throws IOException {
        var lines = lines("0001 APDU: 00 A4\n", Margin.NONE);
        assertThat(lines.next()).isTrue();
        assertThat(lines.startsWith("0001 ")).isTrue();
        assertThat(lines.startsWith("0001 APDU: 00 A4 04")).isFalse();
        assertThat(lines.indexOf("APDU")).isEqualTo(5);
        assertThat(lines.contains("SW")).isFalse();
        assertThat(lines.at(5)).isEqualTo('A');
        assertThat(lines.length()).isEqualTo(16);
    }

    @Test
    void an_endless_line_is_cut() throws IOException {
        var lines = lines("x".repeat(3 * LogLines.MAX_LINE) + "\nnext\n", Margin.NONE);
        assertThat(lines.next()).isTrue();
        assertThat(lines.isCut()).isTrue();
        assertThat(lines.length()).isEqualTo(LogLines.MAX_LINE / 2);
        assertThat(lines.next()).isTrue();
        assertThat(lines.text()).isEqualTo("next");
        assertThat(lines.isCut()).isFalse();
    }

    @Test
    void a_cut_escape_sequence_harms_nothing() throws IOException {
        assertThat(all(lines("a\u001b[\nb\u001b[1\nc\u001b", Margin.NONE))).containsExactly("1 a", "2 b", "3 c\u001b");
    }
}
