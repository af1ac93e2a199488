package dev.puce.atr.list;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.iso7816.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class CardListTest {
    @Test
    void byte_order_mark_is_not_part_of_the_first_line() {
        assertThat(CardList.parse("\uFEFF3B 00\n\tcard\n").entries())
                .containsExactly(new CardListEntry(1, "3B 00", List.of("card")));
        assertThat(CardList.parse("\uFEFF# comment\n").entries()).isEmpty();
    }

    private static final String LIST = """
            # made up for this test
            3B 00
            \tPlain

            3B .. 80
            \tAny second byte
            \thttps://example.org

            3B 0[1-3] 8.
            \tClass and half a byte

            3B 0[0,F] 80
            \tA comma in the class

            3B 05 00.*
            \tAny tail

            3B 06 .* 38
            \tSomething between

            3B (07|08) 00
            \tAlternatives

            3B 00
            \tPlain, once more
            """;

    private final CardList list = CardList.parse(LIST.replace("\\t", "\t"));

    private List<String> identify(String hex) {
        return list.identify(Bytes.hex(hex)).stream()
                .map(CardListEntry::pattern)
                .toList();
    }

    @Test
    void descriptions_belong_to_the_pattern_above_and_duplicates_are_merged() {
        assertThat(list.entries()).hasSize(7);
        assertThat(list.identify(Bytes.hex("3B00")))
                .containsExactly(new CardListEntry(2, "3B 00", List.of("Plain", "Plain, once more")));
        assertThat(list.identify(Bytes.hex("3BEE80")).getFirst().descriptions())
                .containsExactly("Any second byte", "https://example.org");
    }

    @Test
    void patterns_match_as_in_perl_and_matches_are_in_file_order() {
        assertThat(identify("3B 02 80")).containsExactly("3B .. 80", "3B 0[1-3] 8.");
        assertThat(identify("3B 02 8F")).containsExactly("3B 0[1-3] 8.");
        assertThat(identify("3B 04 8F")).isEmpty();
        assertThat(identify("3B 0F 80")).containsExactly("3B .. 80", "3B 0[0,F] 80");
        assertThat(identify("3B 05 00")).containsExactly("3B 05 00.*");
        assertThat(identify("3B 05 00 11 22")).containsExactly("3B 05 00.*");
        assertThat(identify("3B 06 38")).isEmpty();
        assertThat(identify("3B 06 99 38")).containsExactly("3B 06 .* 38");
        assertThat(identify("3B 08 00")).containsExactly("3B (07|08) 00");
    }

    @Test
    void near_misses_name_the_differing_characters() {
        List<NearMiss> misses = list.nearMisses(Bytes.hex("3B 02 90"), 2);
        assertThat(misses)
                .extracting(miss -> miss.entry().pattern())
                .containsExactly("3B .. 80", "3B 0[1-3] 8.", "3B 0[0,F] 80");
        assertThat(misses).extracting(NearMiss::differences).containsExactly(List.of(2), List.of(2), List.of(1, 2));
    }

    @Test
    void invalid_pattern_is_reported_and_matches_nothing() {
        CardList broken = CardList.parse("3B (00\n\tUnclosed\n");
        assertThat(broken.problems()).singleElement().asString().contains("line 1");
        assertThat(broken.identify(Bytes.hex("3B00"))).isEmpty();
    }

    @Test
    @Timeout(20)
    void pathological_pattern_matches_nothing_and_does_not_affect_others() {
        CardList hostile = CardList.parse(".*.*.*.*.*.*.*.*.*.*.*Z\n\tHostile\n3B .* 8.\n\tA card\n");
        assertThat(hostile.identify(Bytes.hex("3B 9F 95 80 1F C7 80 31 E0 73 FE 21 13 57 4A 33 0E 14 13 11 80")))
                .extracting(CardListEntry::pattern)
                .containsExactly("3B .* 8.");
    }

    @Test
    void search_finds_words_in_patterns_and_descriptions() {
        assertThat(list.search(List.of("CLASS"))).hasSize(2);
        assertThat(list.search(List.of("class", "half"))).hasSize(1);
        for (String begin : List.of("3B 0[1", "3b05", "3B:05:00", "3B..80")) {
            assertThat(list.search(List.of(begin))).as(begin).hasSize(1);
        }
    }

    @Test
    void index_and_scan_with_regular_expressions_find_the_same() {
        long seed = 5070;
        var random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        for (int run = 0; run < 200; run++) {
            var patterns = new ArrayList<String>();
            for (int i = 0; i < 60; i++) {
                patterns.add(randomPattern(random));
            }
            CardList made = CardList.parse(String.join("\n\tcard\n", patterns) + "\n");
            for (int i = 0; i < 200; i++) {
                var atr = new byte[2 + random.nextInt(4)];
                for (int j = 0; j < atr.length; j++) {
                    atr[j] = (byte) (j == 0 ? 0x3B : random.nextInt(3) * 0x11);
                }
                String hex = Bytes.of(atr).toSpacedHex();
                List<String> expected = patterns.stream()
                        .distinct()
                        .filter(p -> Pattern.compile(p, Pattern.CASE_INSENSITIVE)
                                .matcher(hex)
                                .matches())
                        .toList();
                assertThat(made.identify(atr))
                        .extracting(CardListEntry::pattern)
                        .as("seed %d, run %d, ATR %s, patterns %s", seed, run, hex, patterns)
                        .isEqualTo(expected);
            }
        }
    }

    private static String randomPattern(RandomGenerator random) {
        var text = new StringBuilder("3B");
        int pairs = 1 + random.nextInt(4);
        for (int i = 0; i < pairs; i++) {
            text.append(' ');
            switch (random.nextInt(12)) {
                case 0, 1, 2, 3, 4, 5, 6 ->
                    text.append(List.of("00", "11", "22").get(random.nextInt(3)));
                case 7 -> text.append("..");
                case 8 -> text.append("1.");
                case 9 -> text.append("[0-1]1");
                case 10 -> text.append("2[2C]");
                default -> text.append("(00|11)");
            }
        }
        return random.nextInt(20) == 0 ? text + ".*" : text.toString();
    }
}
