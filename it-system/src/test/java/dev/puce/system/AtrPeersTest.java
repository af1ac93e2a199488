package dev.puce.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.atr.list.CardList;
import dev.puce.atr.list.CardListEntry;
import dev.puce.iso7816.atr.Atr;
import dev.puce.iso7816.atr.InterfaceByte;
import dev.puce.iso7816.atr.Tck;
import dev.puce.iso7816.atr.TransmissionFactors;
import dev.puce.iso7816.atr.TransmissionProtocol;
import dev.puce.it.CommandResult;
import dev.puce.testkit.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Compares our interpretation of ATRs with pyscard's ATR class and ATR_analysis. `docs/internals/atr-accuracy.md`
/// explains every difference.
class AtrPeersTest {
    private static final Pattern RATE =
            Pattern.compile("Fi=(\\d+), Di=(\\d+), ([0-9.]+) cycles/ETU\\s+(\\d+) bits/s at 4 MHz");

    private static Path file;
    private static CardList list;
    private static List<String> plain;

    @BeforeAll
    static void load() throws IOException {
        file = SharedData.require("data/smartcard_list.txt");
        list = CardList.load(file);
        plain = list.entries().stream()
                .map(CardListEntry::pattern)
                .filter(pattern -> pattern.matches("[0-9A-F ]+"))
                .toList();
    }

    @Test
    void pyscard_differs_only_where_the_documentation_says(@TempDir Path folder) throws IOException {
        RealParts.file("/usr/lib/python3/dist-packages/smartcard/ATR.py", "python3-pyscard");
        Path script = folder.resolve("pyscard_atr.py");
        try (var in = Objects.requireNonNull(AtrPeersTest.class.getResourceAsStream("pyscard_atr.py"))) {
            Files.write(script, in.readAllBytes());
        }
        Path input = folder.resolve("atrs.txt");
        Files.write(input, plain);
        CommandResult ran = CommandResult.command(
                Map.of(),
                List.of("sh", "-c", "exec /usr/bin/python3 \"$0\" <\"$1\"", script.toString(), input.toString()));
        assertThat(ran.err()).isEmpty();

        Map<String, Integer> differences = new TreeMap<>();
        ran.out().lines().forEach(line -> {
            String[] columns = line.split("\t", -1);
            compareWithPyscard(Atr.parse(columns[0]), columns)
                    .forEach(difference -> differences.merge(difference, 1, Integer::sum));
        });
        assertThat(ran.out().lines()).hasSameSizeAs(plain);
        assertThat(differences.keySet())
                .as("differences of pyscard %s; this test was written for 2.0.5 and 2.2.2", pyscardVersion())
                .contains(
                        "N absent: None instead of 0",
                        "T=15 listed as a protocol",
                        "a byte that is left over taken for TCK",
                        "TCK not looked at when bytes follow it")
                .isSubsetOf(
                        "N absent: None instead of 0",
                        "T=15 listed as a protocol",
                        "Di code 7: RFU instead of 64", // 2.0.5, not 2.2.2
                        "a byte that is left over taken for TCK",
                        "TCK not looked at when bytes follow it");
    }

    private static String pyscardVersion() throws IOException {
        return CommandResult.command(
                        Map.of(),
                        List.of(
                                "/usr/bin/python3",
                                "-c",
                                "from importlib.metadata import version; print(version('pyscard'))"))
                .out()
                .strip();
    }

    private static List<String> compareWithPyscard(Atr atr, String[] columns) {
        var differences = new ArrayList<String>();
        int ta1 = atr.interfaceByte("TA1").map(InterfaceByte::value).orElse(0x11);
        if (!columns[1].equals(orReserved(TransmissionFactors.f(ta1)))) {
            differences.add("Fi: " + columns[1]);
        }
        if (!columns[2].equals(orReserved(TransmissionFactors.d(ta1)))) {
            differences.add((ta1 & 0xF) == 7 ? "Di code 7: " + columns[2] + " instead of 64" : "Di: " + columns[2]);
        }
        if (!columns[3].equals(String.valueOf(atr.extraGuardTime()))) {
            differences.add(
                    atr.interfaceByte("TC1").isEmpty()
                            ? "N absent: " + columns[3] + " instead of 0"
                            : "N: " + columns[3]);
        }
        String ours = atr.protocols().stream()
                .map(TransmissionProtocol::toString)
                .sorted()
                .collect(Collectors.joining(","));
        if (!columns[4].equals(ours)) {
            String without15 = columns[4].replaceAll(",?T=15", "");
            differences.add(without15.equals(ours) ? "T=15 listed as a protocol" : "protocols: " + columns[4]);
        }
        if (!columns[5].equals(atr.historicalBytes().toHex())) {
            differences.add("historical bytes: " + columns[5]);
        }
        String tck = atr.tck().value().isPresent()
                ? "%02X".formatted(atr.tck().value().getAsInt())
                : "none";
        if (columns[6].equals("none")
                && !tck.equals("none")
                && !atr.extraBytes().isEmpty()) {
            differences.add("TCK not looked at when bytes follow it");
        } else if (!columns[6].equals(tck)) {
            differences.add(
                    atr.extraBytes().length() == 1 && atr.tck().status() == Tck.Status.NONE
                            ? "a byte that is left over taken for TCK"
                            : "TCK: " + columns[6] + " for " + atr);
        } else if (!tck.equals("none")
                && atr.extraBytes().isEmpty()
                && columns[7].equals("True") == (atr.tck().status() == Tck.Status.WRONG)) {
            differences.add("TCK judged " + columns[7] + " for " + atr);
        }
        return differences;
    }

    private static String orReserved(OptionalInt value) {
        return value.isPresent() ? String.valueOf(value.getAsInt()) : "RFU";
    }

    @Test
    void atr_analysis_finds_the_same_cards_and_computes_the_same_rates(@TempDir Path folder) throws IOException {
        RealParts.command("ATR_analysis", "pcsc-tools");
        Files.copy(file, folder.resolve("smartcard_list.txt"));
        for (int i = 7; i < plain.size(); i += plain.size() / 30) {
            Atr atr = Atr.parse(plain.get(i));
            CommandResult ran = CommandResult.command(
                    Map.of("HOME", folder.toString(), "XDG_CACHE_HOME", folder.toString()),
                    List.of("ATR_analysis", atr.toString()));
            String out = ran.out().replaceAll("\u001B\\[[0-9;]*m", "");
            assertThat(patterns(out))
                    .as(out)
                    .isEqualTo(list.identify(atr.bytes()).stream()
                            .map(CardListEntry::pattern)
                            .toList());

            Matcher rate = RATE.matcher(out);
            if (atr.interfaceByte("TA1").isPresent() && rate.find()) {
                TransmissionFactors factors = atr.transmissionFactors().orElseThrow();
                assertThat(rate.group(1)).isEqualTo(String.valueOf(factors.f()));
                assertThat(rate.group(2)).isEqualTo(String.valueOf(factors.d()));
                assertThat(Double.parseDouble(rate.group(3))).isEqualTo(factors.cyclesPerEtu(), Offset.offset(1e-4));
                assertThat(rate.group(4)).isEqualTo(String.valueOf(factors.bitRate(4e6)));
            }
            if (atr.tck().status() == Tck.Status.RIGHT) {
                assertThat(out).containsPattern("TCK = [0-9A-F]{2} \\(correct checksum\\)");
            }
        }
    }

    /// The lines before descriptions. ATR_analysis repeats the ATR before a pattern with wildcards.
    private static List<String> patterns(String out) {
        List<String> lines = out.lines().toList();
        var patterns = new ArrayList<String>();
        for (int i = 1; i < lines.size(); i++) {
            if (lines.get(i).startsWith("\t") && !lines.get(i - 1).startsWith("\t")) {
                patterns.add(lines.get(i - 1));
            }
        }
        return patterns;
    }
}
