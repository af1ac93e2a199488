package dev.puce.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.atr.statistics.AtrListCounter;
import dev.puce.atr.statistics.AtrStatistics;
import dev.puce.atr.statistics.CountingRule;
import dev.puce.atr.statistics.ListGrowth;
import dev.puce.atr.statistics.ListGrowth.Point;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StatisticsPageTest {
    private static final AtrStatistics STATISTICS =
            AtrListCounter.count("3B 12 95 41 42\n3F 02 43 44\n3B80800101\n", CountingRule.DEFAULT);
    private static final ListGrowth GROWTH = new ListGrowth(
            List.of(new Point(LocalDate.of(2020, 1, 1), 3316), new Point(LocalDate.of(2026, 5, 26), 5070)));

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
    void bars_are_in_the_rows_and_as_long_as_their_share_of_the_most_frequent_value() {
        String page =
                StatisticsPage.of(new StatisticsPage.Heading("", List.of()), Optional.of(STATISTICS), Optional.empty());
        assertThat(page)
                .containsPattern("--share: 100.00%\"><span><code>0x3B</code>.*<td class=\"number\">2</td>")
                .containsPattern("--share: 50.00%\"><span><code>0x3F</code>.*<td class=\"number\">1</td>")
                .contains("var(--share)");
        assertThat(page).doesNotContain("<svg");
    }

    @Test
    void style_is_that_of_the_page_of_a_trace() {
        String page =
                StatisticsPage.of(new StatisticsPage.Heading("", List.of()), Optional.of(STATISTICS), Optional.empty());
        assertThat(page).contains(Assets.text(Assets.STYLES.getFirst()));
    }
}
