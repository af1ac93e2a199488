package dev.puce.bench;

import dev.puce.atr.list.CachedCardList;
import dev.puce.atr.list.CardList;
import dev.puce.atr.list.CardListEntry;
import dev.puce.iso7816.Bytes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

/// Measures the first identification of an ATR with a card list: one in each of 20 fresh JVMs, without an AOT cache.
///
/// Needs a card list, `-Dpuce.list=FILE`; without it the one that pcsc-tools installs. To run it:
///
///     ./mvnw -q -Pbench -Dquick -pl bench -am package
///     java -cp 'bench/target/classes:bench/target/lib/*' org.openjdk.jmh.Main CardListLoadBenchmark \
///         -jvmArgs '-Dpuce.list=FILE -XX:+UseSerialGC'
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(20)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
public class CardListLoadBenchmark {
    private static final Path LIST = Path.of(System.getProperty("puce.list", "/usr/share/pcsc/smartcard_list.txt"));
    private static final Path INDEX = Path.of(System.getProperty("java.io.tmpdir"), "puce-benchmark.index");
    private static final Bytes ATR = Bytes.hex("3B9F95801FC78031E073FE2113574A330E14131110");

    /// Loads the list and identifies one ATR.
    @Benchmark
    public List<CardListEntry> list() throws IOException {
        return CardList.load(LIST).identify(ATR);
    }

    /// Opens the prepared index, which the first of the JVMs writes, and identifies one ATR.
    @Benchmark
    public List<CardListEntry> preparedIndex() throws IOException {
        return CachedCardList.open(LIST, INDEX).identify(ATR);
    }
}
