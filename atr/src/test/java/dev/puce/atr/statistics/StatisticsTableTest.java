package dev.puce.atr.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.atr.report.AtrPalette;
import dev.puce.atr.report.StatisticsText;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

class StatisticsTableTest {
    @Test
    void truncated_historical_bytes_are_reported_beside_wildcards() {
        AtrStatistics statistics = AtrListCounter.count("3B 02 41\n3B 0.\n", CountingRule.DEFAULT);

        assertThat(text(statistics, "historicalBytes")).contains("  (2 truncated or hidden by wildcards)\n");
        assertThat(text(statistics, "T0")).contains("  (1 hidden by wildcards)\n");
    }

    private static String text(AtrStatistics statistics, String table) {
        return StatisticsText.table(statistics.table(table).orElseThrow(), 10, AtrPalette.PLAIN);
    }

    @Test
    void percentages_are_rounded_by_the_exact_value_of_the_double() {
        assertThat(StatisticsTable.percent(1, 3)).isEqualTo(33.33);
        assertThat(StatisticsTable.percent(1, 800)).as("0.125, exactly between").isEqualTo(0.12);
        assertThat(StatisticsTable.percent(3, 800)).as("0.375, exactly between").isEqualTo(0.38);
        assertThat(StatisticsTable.percent(0, 0)).isZero();

        long seed = 40_005;
        var random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        for (int i = 0; i < 100_000; i++) {
            long total = i % 2 == 0 ? 20_000 : 1 + random.nextInt(100_000); // 20,000: many are exactly between
            long count = random.nextLong(total + 1);
            double exact = new BigDecimal(100.0 * count / total)
                    .setScale(2, RoundingMode.HALF_EVEN)
                    .doubleValue();
            assertThat(StatisticsTable.percent(count, total))
                    .as("seed %d: %d of %d", seed, count, total)
                    .isEqualTo(exact);
        }
    }
}
