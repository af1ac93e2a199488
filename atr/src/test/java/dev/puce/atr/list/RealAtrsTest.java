package dev.puce.atr.list;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.iso7816.atr.Atr;
import dev.puce.iso7816.atr.AtrBuilder;
import dev.puce.iso7816.atr.AtrExplanation;
import dev.puce.iso7816.atr.Finding;
import dev.puce.iso7816.atr.Finding.Severity;
import dev.puce.iso7816.atr.Tck;
import dev.puce.testkit.SharedData;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Tests every plain ATR of the newest list of pcsc-tools. The list is GPL; it is beside the repository, if
/// present.
class RealAtrsTest {
    private static List<Atr> atrs;

    @BeforeAll
    static void load() throws IOException {
        atrs = CardList.load(SharedData.require("data/smartcard_list.txt")).entries().stream()
                .map(CardListEntry::pattern)
                .filter(pattern -> pattern.matches("[0-9A-F ]+"))
                .map(Atr::parse)
                .toList();
    }

    @Test
    void builder_restores_atrs_without_errors() {
        long rebuilt = atrs.stream()
                .filter(atr -> atr.findings().stream()
                        .noneMatch(f ->
                                f.severity() == Severity.ERROR && f.clause().startsWith("ISO/IEC 7816-3")))
                .filter(atr -> atr.extraBytes().isEmpty() && atr.tck().status() != Tck.Status.SUPERFLUOUS)
                .peek(atr -> assertThat(AtrBuilder.of(atr).build()).isEqualTo(atr))
                .count();
        assertThat(atrs).hasSize(4832);
        assertThat(rebuilt).isEqualTo(4722);
    }

    @Test
    void tck_statuses_equal_the_counts_by_hand() {
        Map<Tck.Status, Long> counts = atrs.stream()
                .collect(Collectors.groupingBy(atr -> atr.tck().status(), TreeMap::new, Collectors.counting()));
        assertThat(counts)
                .containsEntry(Tck.Status.RIGHT, 2588L)
                .containsEntry(Tck.Status.WRONG, 28L)
                .containsEntry(Tck.Status.MISSING, 36L)
                .containsEntry(Tck.Status.SUPERFLUOUS, 1L);
        assertThat(atrs.stream().filter(atr -> atr.historicalBytesMissing() > 0))
                .hasSize(23);
        assertThat(atrs.stream().filter(atr -> atr.interfaceBytesMissing() > 0)).isEmpty();
    }

    @Test
    void findings_are_stable() throws IOException {
        // Offset and values in a message depend on the ATR; the words do not.
        Map<String, Long> kinds = atrs.stream()
                .flatMap(atr -> atr.findings().stream())
                .map(finding -> finding.severity() + " " + finding.message().replaceAll("[0-9A-F]{2}|\\d+", "#"))
                .collect(Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));
        assertThat(kinds).isEqualTo(expectedFindings());
    }

    private static Map<String, Long> expectedFindings() throws IOException {
        var expected = new TreeMap<String, Long>();
        try (var in = Objects.requireNonNull(RealAtrsTest.class.getResourceAsStream("findings.tsv"))) {
            new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .forEach(line -> expected.put(
                            line.substring(line.indexOf('\t') + 1),
                            Long.valueOf(line.substring(0, line.indexOf('\t')))));
        }
        return expected;
    }

    @Test
    void explanations_cover_all_bytes_of_every_atr() {
        for (Atr atr : atrs) {
            int covered = AtrExplanation.of(atr, 4e6).parts().stream()
                    .mapToInt(part -> part.bytes().length())
                    .sum();
            assertThat(covered).as(atr.toString()).isEqualTo(atr.bytes().length());
            assertThat(atr.findings()).extracting(Finding::offset).isSorted();
        }
    }
}
