package dev.puce.atr.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.atr.report.Chart.Bar;
import dev.puce.atr.report.Chart.Line;
import dev.puce.atr.report.Chart.Text;
import dev.puce.atr.statistics.AtrListCounter;
import dev.puce.atr.statistics.AtrStatistics;
import dev.puce.atr.statistics.CountingRule;
import dev.puce.atr.statistics.ListGrowth;
import dev.puce.atr.statistics.ListGrowth.Point;
import dev.puce.atr.statistics.StatisticsTable;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class StatisticsChartTest {
    private static final AtrStatistics STATISTICS =
            AtrListCounter.count("3B 12 95 41 42\n3F 02 43 44\n3B80800101\n", CountingRule.DEFAULT);

    @Test
    void bars_are_as_long_as_the_counts_and_have_values_and_numbers() {
        Chart chart = StatisticsChart.of(STATISTICS.table("TS").orElseThrow());
        List<Bar> bars = marks(chart, Bar.class);
        assertThat(bars).hasSize(2);
        assertThat(bars.get(0).width()).isEqualTo(2 * bars.get(1).width());
        assertThat(texts(chart)).containsExactly("TS: initial character", "0x3B", "2", "0x3F", "1", "ATRs, of 3");
    }

    @Test
    void rare_values_are_counted_and_not_drawn() {
        var rows = LongStream.range(0, 1025)
                .mapToObj(i -> new StatisticsTable.Row(Optional.of("x".repeat(20) + i), 2000 - i, 0.1))
                .toList();
        Chart chart = StatisticsChart.of(new StatisticsTable("historicalBytes", 1_000_000, 0, rows));
        assertThat(marks(chart, Bar.class)).hasSize(20);
        assertThat(texts(chart))
                .contains("x".repeat(17) + "…", "2,000")
                .endsWith("ATRs, of 1,000,000; 1,005 less frequent values are not drawn");
    }

    @Test
    void empty_table_has_a_chart_without_bars() {
        Chart chart = StatisticsChart.of(STATISTICS.table("TA4-class").orElseThrow());
        assertThat(marks(chart, Bar.class)).isEmpty();
        assertThat(texts(chart)).hasSize(2);
    }

    @Test
    void growth_has_round_numbers_and_years_at_its_axes() {
        Chart chart = StatisticsChart.of(growth("2020-01-01", 3316, "2026-05-26", 5070), true);
        assertThat(texts(chart))
                .containsExactly(
                        "Growth of the list",
                        "0",
                        "1,000",
                        "2,000",
                        "3,000",
                        "4,000",
                        "5,000",
                        "6,000",
                        "2020",
                        "2021",
                        "2022",
                        "2023",
                        "2024",
                        "2025",
                        "2026");
        assertThat(marks(chart, Line.class)).hasSize(7 + 1 + 1); // the grid, the growth, the regression
    }

    @Test
    void growth_within_a_year_has_days_at_its_axis() {
        assertThat(texts(StatisticsChart.of(growth("2025-02-01", 3, "2025-11-30", 4), false)))
                .containsExactly("0", "1", "2", "3", "4", "2025-02-01", "2025-11-30");
        assertThat(texts(StatisticsChart.of(growth("2025-02-01", 0, "2025-02-01", 0), false)))
                .containsExactly("0", "1", "2025-02-01");
    }

    @Test
    void all_marks_are_inside_the_chart() {
        Chart chart = StatisticsChart.of(growth("1999-12-31", 1, "2026-12-31", 123_456), true);
        assertThat(marks(chart, Line.class))
                .allSatisfy(line -> assertThat(line.points()).allSatisfy(point -> {
                    assertThat(point.x()).isBetween(0.0, (double) chart.width());
                    assertThat(point.y()).isBetween(0.0, (double) chart.height());
                }));
        assertThat(marks(chart, Text.class)).allSatisfy(text -> {
            assertThat(text.anchor().x()).isBetween(0.0, (double) chart.width());
            assertThat(text.anchor().y()).isBetween(0.0, (double) chart.height());
        });
    }

    @Test
    void svg_has_text_as_text_and_no_ids() {
        String svg = ChartSvg.of(StatisticsChart.of(STATISTICS.table("TS").orElseThrow()));
        assertThat(svg)
                .startsWith("<svg xmlns=")
                .contains("<title>TS: initial character</title>", ">0x3B</text>", ">ATRs, of 3</text>")
                .contains("class=\"bar\" fill=\"#2f6db5\"")
                .doesNotContain(" id=", "url(")
                .endsWith("</svg>\n");
    }

    @Test
    void svg_escapes_values() {
        var row = new StatisticsTable.Row(Optional.of("<b>&amp;"), 1, 100);
        assertThat(ChartSvg.of(StatisticsChart.of(new StatisticsTable("x", 1, 0, List.of(row)))))
                .contains(">&lt;b&gt;&amp;amp;</text>");
    }

    private static ListGrowth growth(String first, long before, String last, long after) {
        return new ListGrowth(
                List.of(new Point(LocalDate.parse(first), before), new Point(LocalDate.parse(last), after)));
    }

    private static <T> List<T> marks(Chart chart, Class<T> type) {
        return chart.marks().stream().filter(type::isInstance).map(type::cast).toList();
    }

    private static List<String> texts(Chart chart) {
        return marks(chart, Text.class).stream().map(Text::text).toList();
    }
}
