package dev.puce.atr.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.atr.statistics.StatisticsTable.Row;
import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.atr.Atr;
import dev.puce.iso7816.atr.InterfaceByte;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtrListCounterTest {
    @Test
    void values_and_absent_characters_have_rows_with_count_and_percentage() {
        AtrStatistics statistics = AtrListCounter.count("""
                3B 12 95 41 42
                3B 02 43 44
                3f:12:95:41:42
                3B80800101
                """, CountingRule.DEFAULT);

        assertThat(statistics.counted()).isEqualTo(4);
        assertThat(rows(statistics, "TS")).containsExactly("3B 3 75.0", "3F 1 25.0");
        assertThat(rows(statistics, "TA1")).containsExactly("null 2 50.0", "95 2 50.0");
        assertThat(rows(statistics, "TD2")).containsExactly("null 3 75.0", "01 1 25.0");
        assertThat(rows(statistics, "historicalBytes")).containsExactly("4142 2 50.0", "null 1 25.0", "4344 1 25.0");
        assertThat(rows(statistics, "TCK")).containsExactly("null 3 75.0", "01 1 25.0");
        assertThat(rows(statistics, "T0-K")).containsExactly("2 3 75.0", "0 1 25.0");
        assertThat(rows(statistics, "TD4")).containsExactly("null 4 100.0");
    }

    @Test
    void characters_after_an_open_pattern_are_neither_absent_nor_present() {
        AtrStatistics statistics = AtrListCounter.count("""
                3B F0 11 .*
                3B 00
                """, CountingRule.DEFAULT);
        assertThat(rows(statistics, "TA1")).containsExactly("null 1 50.0", "11 1 50.0");
        for (String unknown : List.of("TB1", "TC1", "TD1", "TA2", "TD2", "TCK")) {
            assertThat(rows(statistics, unknown)).as(unknown).containsExactly("null 1 100.0");
        }

        AtrStatistics later = AtrListCounter.count("3B 80 81.*\n3B 00\n", CountingRule.DEFAULT);
        assertThat(rows(later, "TA2")).containsExactly("null 2 100.0");
        assertThat(rows(later, "TD2")).containsExactly("null 1 100.0");
        assertThat(rows(later, "TA3")).containsExactly("null 1 100.0");
    }

    @Test
    void truncated_patterns_are_excluded_like_truncated_atrs() {
        AtrStatistics statistics = AtrListCounter.count("3B F0 .. 00\n3B F0 ..\n", CountingRule.DEFAULT);
        assertThat(statistics.counted()).isZero();
        assertThat(statistics.lines().leftOut()).isEqualTo(2);
    }

    @Test
    void byte_order_mark_is_skipped_once() {
        assertThat(AtrListCounter.count("\uFEFF3B 00\n\uFEFF# comment\n", CountingRule.DEFAULT)
                        .lines()
                        .noAtr())
                .isZero();
        AtrStatistics hostile = AtrListCounter.count("\uFEFF".repeat(200_000) + "3B 00\n", CountingRule.DEFAULT);
        assertThat(hostile.lines().noAtr()).isEqualTo(1);
    }

    @Test
    void counts_and_other_columns_are_parsed_and_bad_lines_are_skipped() {
        AtrStatistics statistics = AtrListCounter.count("""
                # a comment
                atr\tcount
                3B00\t7\tfirst
                2024-05-01\t3B 01 41
                5\t3B00
                     12 3B 02 41 42
                3B 0
                \ta description

                3B 01 41\r
                """.replace("\\r", "\r"), CountingRule.DEFAULT);

        assertThat(statistics.counted()).isEqualTo(7 + 1 + 5 + 12 + 1);
        assertThat(rows(statistics, "T0")).containsExactly("00 12 46.15", "02 12 46.15", "01 2 7.69");
        assertThat(statistics.lines().total()).isEqualTo(10);
        assertThat(statistics.lines().noAtr()).isEqualTo(2);
        assertThat(statistics.lines().firstBad())
                .containsExactly(
                        new AtrStatistics.BadLine("text", 2, "atr\tcount"),
                        new AtrStatistics.BadLine("text", 7, "3B 0"));
    }

    @Test
    void columns_of_spreadsheets_may_be_quoted_with_semicolons_or_commas() {
        for (CountingRule rule : CountingRule.values()) {
            AtrStatistics statistics = AtrListCounter.count("""
                    "ATR";"count"
                    3B 00;2
                    "3B 00";"30"
                    "Visa; blue";"3B 00";400
                    "Visa ""Platinum"", blue",3B00,5000
                    60000,3B00
                    "3B 00"
                    0x3B,0x00;700000
                    3B,01,41
                    "Visa; 3B 00"
                    """, rule);

            assertThat(rows(statistics, "TS")).as(rule.toString()).containsExactly("3B 765434 100.0");
            assertThat(rows(statistics, "T0-K").getLast()).startsWith("1 1 ");
            assertThat(statistics.lines().noAtr()).isEqualTo(2);
        }
    }

    @Test
    void count_is_in_the_column_after_the_atr_or_before_it() {
        AtrStatistics statistics = AtrListCounter.count("""
                5\t3B00\t1
                20\t3B00\tx
                300\t400\t3B00
                3B00\t0
                3B00\t262019912345678
                """, CountingRule.DEFAULT);

        assertThat(statistics.counted()).isEqualTo(1 + 20 + 400 + 1);
        assertThat(statistics.lines().noAtr()).isZero();
    }

    @Test
    void counts_of_many_lines_add_up() {
        AtrStatistics statistics = AtrListCounter.count("3B00\t99999999999\n".repeat(20_000), CountingRule.DEFAULT);

        assertThat(statistics.counted()).isEqualTo(20_000 * 99_999_999_999L);
    }

    @Test
    void warmUp_runs_until_it_is_over_and_returns_for_an_empty_list(@TempDir Path folder) throws IOException {
        Path list = Files.writeString(folder.resolve("list"), "3B 00\nno ATR\n");
        Path empty = Files.createFile(folder.resolve("empty"));
        var asked = new AtomicInteger();

        AtrListCounter.warmUp(list, () -> asked.incrementAndGet() > 3);
        AtrListCounter.warmUp(empty, () -> asked.incrementAndGet() > 3);

        assertThat(asked).hasValue(4);
    }

    @Test
    void byte_order_mark_and_0x_are_skipped() {
        AtrStatistics statistics =
                AtrListCounter.count("\uFEFF3B 00\r\n0x3B 0x00\t4\n0X3b,0x01,0x41\n0x3\n", CountingRule.DEFAULT);

        assertThat(rows(statistics, "T0")).containsExactly("00 5 83.33", "01 1 16.67");
        assertThat(statistics.lines().noAtr()).isEqualTo(1);
    }

    @Test
    void hidden_characters_are_excluded_from_their_table() {
        AtrStatistics statistics = AtrListCounter.count("""
                3B 12 95 41 42
                3B 12 .. 41 42
                3B 12 9. 41 42
                3B 12 95 41 4[1-3]
                3B .. 95
                3B 92 95 .0 41 42
                """, CountingRule.DEFAULT);

        assertThat(statistics.counted()).isEqualTo(6);
        assertThat(rows(statistics, "TA1")).containsExactly("95 3 100.0");
        assertThat(statistics.table("TA1").orElseThrow().hidden()).isEqualTo(3);
        assertThat(statistics.table("T0").orElseThrow().hidden()).isEqualTo(1);
        assertThat(rows(statistics, "TA2")).containsExactly("null 4 100.0");
        assertThat(rows(statistics, "historicalBytes")).containsExactly("4142 3 100.0");
    }

    @Test
    void published_rule_counts_wildcards_as_0_and_excludes_lines_like_the_series() {
        AtrStatistics statistics = AtrListCounter.count("""
                3B 12 .. 41 42
                3B 12 9. 41 42
                3B 12 95 41 4[1-3]
                3B 13 95 41 42
                3B 12 95 41 4
                3B 80 01
                3B 80 01 .*
                """, CountingRule.PUBLISHED);

        assertThat(statistics.counted()).isEqualTo(4);
        assertThat(rows(statistics, "TA1")).containsExactly("null 2 50.0", "00 1 25.0", "90 1 25.0");
        assertThat(rows(statistics, "TCK")).containsExactly("null 2 50.0", "-1 1 25.0", "00 1 25.0");
        assertThat(rows(statistics, "historicalBytes")).containsExactly(" 2 50.0", "4142 2 50.0");
        assertThat(statistics.lines().leftOut()).isEqualTo(3);
    }

    @Test
    void published_rule_treats_later_tas_except_those_of_t1_as_classes_a_to_e() {
        String list = """
                3B 80 80 10 FE
                3B 80 80 1F C7 58
                3B 80 81 11 FE 6E
                """;

        assertThat(rows(AtrListCounter.count(list, CountingRule.PUBLISHED), "TA3-class"))
                .containsExactly("A & B & C 1 50.0", "B & C & D & E 1 50.0");
        assertThat(rows(AtrListCounter.count(list, CountingRule.DEFAULT), "TA3-class"))
                .containsExactly("A & B & C 1 100.0");
        assertThat(rows(AtrListCounter.count("3B 80 80 1F FE 61\n", CountingRule.DEFAULT), "TA3-class"))
                .containsExactly("B & C & D & E & F 1 100.0");
    }

    @Test
    void derived_tables_use_the_type_of_the_preceding_td() {
        AtrStatistics statistics =
                AtrListCounter.count("3B 94 18 81 B1 80 7D 1F 03 19 C8 00 50 DC\n", CountingRule.DEFAULT);

        assertThat(rows(statistics, "TA3-IFSC")).containsExactly("128 1 100.0");
        assertThat(rows(statistics, "TB3-BWI")).containsExactly("7 1 100.0");
        assertThat(rows(statistics, "TB3-CWI")).containsExactly("13 1 100.0");
        assertThat(rows(statistics, "TA4-class")).containsExactly("A & B 1 100.0");
        assertThat(rows(statistics, "TA4-clockstop")).containsExactly("not supported 1 100.0");
    }

    @Test
    void result_is_independent_of_blocks_and_threads(@TempDir Path folder) throws IOException {
        long seed = 10_000_000;
        var random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        var text = new StringBuilder();
        Map<String, Long> expected = new TreeMap<>();
        long counted = 0;
        int bad = 0;
        for (int line = 0; line < 120_000; line++) {
            if (line % 1000 == 17) {
                text.append("no ATR at all\n");
                bad++;
                continue;
            }
            // Half of the lines are from a small set of repeated lines.
            var bytes = new byte[2 + random.nextInt(20)];
            random.nextBytes(bytes);
            if (random.nextBoolean()) {
                java.util.Arrays.fill(bytes, (byte) random.nextInt(100));
            }
            bytes[0] = 0x3B;
            Atr atr = Atr.parse(Bytes.of(bytes));
            text.append(random.nextBoolean() ? atr.toString() : atr.bytes().toHex())
                    .append('\n');
            if (atr.interfaceBytesMissing() == 0) {
                counted++;
                for (InterfaceByte b : atr.interfaceBytes()) {
                    expected.merge(b.name() + " %02X".formatted(b.value()), 1L, Long::sum);
                }
            }
        }
        Path file = folder.resolve("list.txt");
        Files.writeString(file, text);

        for (int threads : new int[] {1, 3}) {
            for (boolean stream : new boolean[] {false, true}) {
                var counter = new AtrListCounter(CountingRule.DEFAULT, threads, _ -> {});
                if (stream) {
                    counter.count(new ByteArrayInputStream(text.toString().getBytes(StandardCharsets.UTF_8)), "stream");
                } else {
                    counter.count(file);
                }
                AtrStatistics statistics = counter.statistics();
                String where = "seed %d, %d threads, stream %b".formatted(seed, threads, stream);
                assertThat(statistics.counted()).as(where).isEqualTo(counted);
                assertThat(statistics.lines().total()).as(where).isEqualTo(120_000);
                assertThat(statistics.lines().noAtr()).as(where).isEqualTo(bad);
                assertThat(statistics.lines().firstBad().get(3).number())
                        .as(where)
                        .isEqualTo(3018);
                Map<String, Long> found = new TreeMap<>();
                statistics.tables().stream()
                        .filter(table -> table.name().matches("T[A-D]\\d+"))
                        .forEach(table -> table.rows().stream()
                                .filter(row -> row.value().isPresent())
                                .forEach(row -> found.put(
                                        table.name() + " " + row.value().orElseThrow(), row.count())));
                assertThat(found).as(where).isEqualTo(expected);
            }
        }
    }

    @Test
    void overlong_line_is_one_bad_line() throws IOException {
        String text = "3B00\n" + "x".repeat(3 << 20) + "\n3B00\n";
        var counter = new AtrListCounter(CountingRule.DEFAULT, 2, _ -> {});
        counter.count(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), "stream");

        assertThat(counter.statistics().counted()).isEqualTo(2);
        assertThat(counter.statistics().lines().noAtr()).isEqualTo(1);
    }

    private static java.util.List<String> rows(AtrStatistics statistics, String table) {
        return statistics.table(table).orElseThrow().rows().stream()
                .map(AtrListCounterTest::text)
                .toList();
    }

    private static String text(Row row) {
        Optional<String> value = row.value();
        return value.orElse("null") + " " + row.count() + " " + String.format(Locale.ROOT, "%s", row.percent());
    }
}
