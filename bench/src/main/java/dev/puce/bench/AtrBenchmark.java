package dev.puce.bench;

import dev.puce.atr.list.CardList;
import dev.puce.atr.list.CardListEntry;
import dev.puce.atr.statistics.AtrListCounter;
import dev.puce.atr.statistics.CountingRule;
import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.atr.Atr;
import dev.puce.iso7816.atr.Finding;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/// How fast ATRs are parsed, identified and counted, on one core.
///
/// Needs a card list, `-Dpuce.list=FILE`; without it the one that pcsc-tools installs. To run it:
///
///     ./mvnw -q -Pbench -Dquick -pl bench -am package
///     java -Dpuce.list=FILE -cp 'bench/target/classes:bench/target/lib/*' org.openjdk.jmh.Main AtrBenchmark
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class AtrBenchmark {
    private static final int ATRS = 4096;
    private static final int LINES = 100_000;

    private CardList list;
    private final Bytes[] listed = new Bytes[ATRS];
    private final Bytes[] unknown = new Bytes[ATRS];
    private byte[] repeatedLines;
    private byte[] differentLines;

    /// Takes plain ATRs of the list in random order, and the same with another last byte.
    @Setup
    public void setUp() throws IOException {
        Path file = Path.of(System.getProperty("puce.list", "/usr/share/pcsc/smartcard_list.txt"));
        list = CardList.load(file);
        List<Bytes> plain = list.entries().stream()
                .map(CardListEntry::pattern)
                .filter(pattern -> pattern.matches("[0-9A-F ]+"))
                .map(Bytes::hex)
                .toList();
        var random = new Random(5070);
        for (int i = 0; i < ATRS; i++) {
            listed[i] = plain.get(random.nextInt(plain.size()));
            byte[] changed = listed[i].toArray();
            changed[changed.length - 1] ^= 0x55;
            unknown[i] = Bytes.of(changed);
        }
        var repeated = new StringBuilder();
        var different = new StringBuilder();
        for (int i = 0; i < LINES; i++) {
            repeated.append(listed[random.nextInt(ATRS)]).append('\n');
            different.append("3B 9B 95 80 1F C7 80 %08X%014X\n".formatted(i, random.nextLong() >>> 8));
        }
        repeatedLines = repeated.toString().getBytes(StandardCharsets.ISO_8859_1);
        differentLines = different.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    /// Bytes to a parsed ATR.
    @Benchmark
    @OperationsPerInvocation(ATRS)
    public void parse(Blackhole blackhole) {
        for (Bytes atr : listed) {
            blackhole.consume(Atr.parse(atr));
        }
    }

    /// Bytes to a parsed ATR with all findings.
    @Benchmark
    @OperationsPerInvocation(ATRS)
    public void parseWithFindings(Blackhole blackhole) {
        for (Bytes atr : listed) {
            List<Finding> findings = Atr.parse(atr).findings();
            blackhole.consume(findings);
        }
    }

    /// ATRs of the list to their entries.
    @Benchmark
    @OperationsPerInvocation(ATRS)
    public void identifyListed(Blackhole blackhole) {
        for (Bytes atr : listed) {
            blackhole.consume(list.identify(atr));
        }
    }

    /// ATRs of which nearly none is in the list.
    @Benchmark
    @OperationsPerInvocation(ATRS)
    public void identifyUnknown(Blackhole blackhole) {
        for (Bytes atr : unknown) {
            blackhole.consume(list.identify(atr));
        }
    }

    /// Lines of a list in which the same ATRs come again and again.
    @Benchmark
    @OperationsPerInvocation(LINES)
    public AtrListCounter countRepeatedLines() throws IOException {
        return count(repeatedLines);
    }

    /// Lines of a list in which every ATR is another one.
    @Benchmark
    @OperationsPerInvocation(LINES)
    public AtrListCounter countDifferentLines() throws IOException {
        return count(differentLines);
    }

    private static AtrListCounter count(byte[] lines) throws IOException {
        var counter = new AtrListCounter(CountingRule.DEFAULT, 1, _ -> {});
        counter.count(new ByteArrayInputStream(lines), "memory");
        return counter;
    }
}
