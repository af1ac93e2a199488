package dev.puce.bench;

import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.Pcsc;
import dev.puce.pcsc.Protocol;
import dev.puce.pcsc.Protocols;
import dev.puce.pcsc.ShareMode;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// How long does a SCardTransmit take through each backend, and how much memory does it allocate?
///
/// Talks to the daemon of the environment variable `PCSCLITE_CSOCK_NAME`, whose first reader has an echo card:
///
/// ```
/// PCSCLITE_CSOCK_NAME=... java -cp 'bench/target/classes:bench/target/lib/*' org.openjdk.jmh.Main Transmit -prof gc
/// ```
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class TransmitBenchmark {
    /// The backend that answers.
    @Param({"native", "socket"})
    public String backend;

    private final byte[] command = Bytes.hex("00 B0 00 00 10").toArray();
    private final byte[] response = new byte[Pcsc.MAX_BUFFER];
    private final Bytes commandAsBytes = Bytes.of(command);
    private Pcsc pcsc;
    private long card;

    /// Connects to the card in the first reader, and checks that it answers.
    @Setup
    public void connect() {
        pcsc = Pcsc.open(backend);
        long context = pcsc.establishContext(dev.puce.pcsc.Scope.SYSTEM);
        card = pcsc.connect(context, pcsc.listReaders(context).getFirst(), ShareMode.SHARED, Protocols.ANY)
                .card();
        if (pcsc.transmit(card, Protocol.T1, command, response) != 18) {
            throw new IllegalStateException("the card does not answer as expected");
        }
    }

    /// Releases what was established.
    @TearDown
    public void close() {
        pcsc.close();
    }

    /// From array to array.
    @Benchmark
    public int arrays() {
        return pcsc.transmit(card, Protocol.T1, command, response);
    }

    /// With values.
    @Benchmark
    public Bytes values() {
        return pcsc.transmit(card, Protocol.T1, commandAsBytes);
    }
}
