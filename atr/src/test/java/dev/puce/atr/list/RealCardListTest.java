package dev.puce.atr.list;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.iso7816.Bytes;
import dev.puce.testkit.SharedData;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Tests the newest list of pcsc-tools. The list is GPL; it is beside the repository, if present.
class RealCardListTest {
    private static CardList list;

    @BeforeAll
    static void load() throws IOException {
        list = CardList.load(SharedData.require("data/smartcard_list.txt"));
    }

    @Test
    void every_line_of_the_list_is_parsed() {
        assertThat(list.entries()).hasSize(5070);
        assertThat(list.entries().stream()
                        .mapToInt(e -> e.descriptions().size())
                        .sum())
                .isEqualTo(7883);
        assertThat(list.problems()).isEmpty();
    }

    @Test
    void plain_atrs_match_as_many_entries_as_in_perl() {
        var counts = new int[5];
        for (CardListEntry entry : list.entries()) {
            if (entry.pattern().matches("[0-9A-F ]+")) {
                List<CardListEntry> found = list.identify(Bytes.hex(entry.pattern()));
                assertThat(found).contains(entry);
                counts[found.size()]++;
            }
        }
        assertThat(counts).containsExactly(0, 4599, 181, 33, 19);
    }

    @Test
    void index_and_scan_over_all_entries_find_the_same(@TempDir Path folder) throws IOException {
        List<Pattern> regexes = list.entries().stream()
                .map(e -> Pattern.compile(e.pattern(), Pattern.CASE_INSENSITIVE))
                .toList();
        long seed = 7816_4;
        var random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        List<CardListEntry> withWildcards = list.entries().stream()
                .filter(e -> !e.pattern().matches("[0-9A-F ]+"))
                .toList();
        Path cache = folder.resolve("list.index");
        Path file = SharedData.require("data/smartcard_list.txt");
        CachedCardList.open(file, cache);
        CachedCardList cached = CachedCardList.open(file, cache);
        for (int run = 0; run < 1500; run++) {
            List<CardListEntry> source = run % 3 == 0 ? list.entries() : withWildcards;
            String hex = instance(source.get(random.nextInt(source.size())).pattern(), random);
            var expected = new ArrayList<CardListEntry>();
            for (int i = 0; i < regexes.size(); i++) {
                if (regexes.get(i).matcher(hex).matches()) {
                    expected.add(list.entries().get(i));
                }
            }
            assertThat(list.identify(Bytes.hex(hex)))
                    .as("seed %d, run %d, ATR %s", seed, run, hex)
                    .isEqualTo(expected);
            assertThat(cached.identify(Bytes.hex(hex)))
                    .as("prepared index, seed %d, run %d, ATR %s", seed, run, hex)
                    .isEqualTo(expected);
        }
    }

    /// Returns an ATR that the pattern may match: digits instead of wildcards, and sometimes a random digit
    /// anywhere.
    private static String instance(String pattern, RandomGenerator random) {
        String plain = Pattern.compile("\\[(.)[^]]*]").matcher(pattern).replaceAll("$1");
        plain = plain.replace(" .* ", random.nextBoolean() ? " 77 88 " : " 77 ")
                .replace(".*", random.nextBoolean() ? "" : " 12");
        var text = new StringBuilder();
        for (int i = 0; i < plain.length(); i++) {
            char c = plain.charAt(i);
            char digit = HexFormat.of().withUpperCase().toHighHexDigit(random.nextInt(256));
            text.append(c == '.' || (c != ' ' && random.nextInt(200) == 0) ? digit : c);
        }
        return text.toString();
    }
}
