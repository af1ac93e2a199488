package dev.puce.plots;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.atr.statistics.AtrListCounter;
import dev.puce.atr.statistics.AtrStatistics;
import dev.puce.atr.statistics.CountingRule;
import dev.puce.atr.statistics.ListGrowth;
import dev.puce.atr.statistics.ListGrowth.Point;
import dev.puce.testkit.Skip;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class StatisticsPageTest {
    private static final AtrStatistics STATISTICS =
            AtrListCounter.count("3B 12 95 41 42\n3F 02 43 44\n3B80800101\n", CountingRule.DEFAULT);
    private static final ListGrowth GROWTH = new ListGrowth(
            List.of(new Point(LocalDate.of(2020, 1, 1), 3316), new Point(LocalDate.of(2026, 5, 26), 5070)));

    @BeforeAll
    static void fonts() {
        try {
            Plot.of(STATISTICS.tables().getFirst()).png();
        } catch (Plot.PlotException e) {
            Skip.because(
                    "no fonts are installed (" + e.getMessage() + ")", "apt-get install fontconfig fonts-dejavu-core");
        }
    }

    @Test
    void tables_and_growth_are_exported_as_pictures() throws IOException {
        for (Plot plot : List.of(Plot.of(STATISTICS.table("TA1").orElseThrow()), Plot.of(GROWTH))) {
            var image = ImageIO.read(new ByteArrayInputStream(plot.png()));
            assertThat(image.getWidth()).isEqualTo(960);
            assertThat(plot.svg()).contains("<svg").containsPattern("</svg\\s*>");
        }
    }

    @Test
    void texts_in_svg_are_text_elements() {
        String bars = Plot.of(STATISTICS.table("TS").orElseThrow()).svg();
        assertThat(texts(bars)).contains("0x3B", "0x3F", "2", "1", "TS: initial character", "ATRs, of 3");
        assertThat(bars).doesNotContain(" Q", " C"); // curves: outlines of letters
        assertThat(texts(Plot.of(GROWTH).svg())).contains("Growth of the list", "2020", "2026", "5,000");
    }

    private static List<String> texts(String svg) {
        return Pattern.compile("<text[^>]*>([^<]*)<")
                .matcher(svg)
                .results()
                .map(text -> text.group(1))
                .toList();
    }

    @Test
    void svg_has_no_ids() {
        assertThat(Plot.of(GROWTH).svg()).doesNotContain(" id=", "url(");
    }

    @Test
    void page_is_complete_and_self_contained() {
        String page = StatisticsPage.of(
                new StatisticsPage.Heading("A <study>", List.of("cards.txt")),
                Optional.of(STATISTICS),
                Optional.of(GROWTH));
        assertThat(page)
                .startsWith("<!DOCTYPE html>")
                .contains("<title>A &lt;study&gt;</title>", "3 ATRs, character by character", "cards.txt")
                .contains("0x95</code> <small>Fi = 512, Di = 16, f(max) = 5 MHz</small>")
                .contains("id=\"TA3-IFSC\"")
                .contains("<svg")
                .endsWith("</html>\n");
        assertThat(page.replaceAll("xmlns(:xlink)?=\"[^\"]*\"", ""))
                .doesNotContain("src=")
                .doesNotContain("http");
    }

    @Test
    void empty_table_has_a_picture() {
        assertThat(Plot.of(STATISTICS.table("TA4-class").orElseThrow()).svg()).contains("<svg");
    }
}
