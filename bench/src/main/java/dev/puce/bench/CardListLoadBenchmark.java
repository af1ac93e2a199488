package dev.puce.bench;

import dev.puce.atr.list.CardList;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

/// How long the first load of a card list takes, by the clock: one load in each of 20 fresh JVMs, without an AOT cache.
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
    /// From the file to the index.
    @Benchmark
    public CardList load() throws IOException {
        return CardList.load(Path.of(System.getProperty("puce.list", "/usr/share/pcsc/smartcard_list.txt")));
    }
}
