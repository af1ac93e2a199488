package dev.puce.trace.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MarginTest {
    private static String behind(Margin margin, String line) {
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        int start = margin.end(bytes, 0, bytes.length);
        return new String(bytes, start, bytes.length - start, StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', ignoreLeadingAndTrailingWhitespace = false, textBlock = """
            1|> text|text
            1|>text|text
            1|>|''
            1|> > text|> text
            2|> > text|text
            2|>> text|text
            2|text|text
            """)
    void quote_marks_are_skipped_as_far_as_a_line_has_them(int quotes, String line, String rest) {
        assertThat(behind(new Margin(quotes, "", Optional.empty()), line)).isEqualTo(rest);
    }

    @Test
    void indent_is_skipped_where_a_line_has_it_all() {
        var margin = new Margin(0, "  ", Optional.empty());
        assertThat(behind(margin, "   text")).isEqualTo(" text");
        assertThat(behind(margin, " text")).isEqualTo(" text");
        assertThat(behind(margin, " ")).isEqualTo(" ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            Oct 17 10:22:36 host prog[2811]: 00000012 APDU: 00 A4
            2026-11-28T10:07:28.123456+01:00 host prog[2811]: 00000012 APDU: 00 A4
            2026-11-28T10:07:28.123456789Z 00000012 APDU: 00 A4
            [2026-11-28 10:07:28,123] 00000012 APDU: 00 A4
            Nov 28 10:07:28 00000012 APDU: 00 A4
            reader-1  | 00000012 APDU: 00 A4
            11-28 10:07:28.123  4321  4388 D Tag: 00000012 APDU: 00 A4
            17:00000012 APDU: 00 A4
            00000012 APDU: 00 A4
            """)
    void prefix_of_a_logger_is_skipped(String line) {
        assertThat(behind(Margin.NONE.logged(), line)).isEqualTo("00000012 APDU: 00 A4");
    }

    @Test
    void indent_is_the_shortest_that_a_part_of_the_lines_has() {
        assertThat(Margin.indent(List.of("text", "    one", "      two", "    three", "      four")))
                .isEqualTo("    ");
        assertThat(Margin.indent(List.of("\tone", "", "\ttwo"))).isEqualTo("\t");
        assertThat(Margin.indent(List.of("text", " once", "   ", "   "))).isEmpty();
    }
}
