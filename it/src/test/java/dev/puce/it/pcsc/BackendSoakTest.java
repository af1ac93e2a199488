package dev.puce.it.pcsc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.puce.it.Await;
import dev.puce.pcsc.Call;
import dev.puce.pcsc.Disposition;
import dev.puce.pcsc.EventState;
import dev.puce.pcsc.Pcsc;
import dev.puce.pcsc.PcscException;
import dev.puce.pcsc.Protocol;
import dev.puce.pcsc.Protocols;
import dev.puce.pcsc.ReaderQuery;
import dev.puce.pcsc.ReturnCode;
import dev.puce.pcsc.Scope;
import dev.puce.pcsc.ShareMode;
import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// 24 threads use 8 readers while the daemon is killed and started again: every failure has a name, and nothing is left
/// over. Seconds per case: system property `puce.soak`, 6 unless it is set.
///
/// The native library only with `-Dpuce.soak.native=true`: libpcsclite 1.9.9 follows freed entries of its list of
/// handles when threads connect and disconnect at the same time, and takes the JVM with it.
@Timeout(600)
class BackendSoakTest {
    private static final int THREADS = 24;
    private static final int READERS = 8;
    private static final Duration LENGTH = Duration.ofSeconds(Integer.getInteger("puce.soak", 6));
    private static final Duration LIFE_OF_A_DAEMON = Duration.ofSeconds(2);

    private final Map<ReturnCode, LongAdder> failures = new ConcurrentHashMap<>();
    private final LongAdder exchanges = new LongAdder();
    private final List<Throwable> faults = Collections.synchronizedList(new ArrayList<>());
    private volatile boolean stopped;

    @ParameterizedTest
    @CsvSource({"socket, service", "native, service", "socket, pcscd", "native, pcscd"})
    void nothing_leaks_while_the_daemon_dies_again_and_again(String backend, String kind) throws Exception {
        assumeThat(backend.equals("socket") || Boolean.getBoolean("puce.soak.native"))
                .as("libpcsclite may crash the JVM: -Dpuce.soak.native=true")
                .isTrue();
        String[] names = IntStream.range(0, READERS).mapToObj(i -> "Soak " + i).toArray(String[]::new);
        try (var daemon = kind.equals("pcscd") ? TestDaemon.pcscd(names) : TestDaemon.service(names)) {
            run(backend, daemon, Duration.ofSeconds(1)); // what is loaded and cached once is there after this
            long files = openFiles();
            int threads = Thread.activeCount();
            long heap = usedHeap();
            run(backend, daemon, LENGTH);
            System.out.printf(
                    "%s on %s: %d exchanges, failures %s%n", backend, kind, exchanges.sum(), new TreeMap<>(counts()));
            assertThat(faults).isEmpty();
            assertThat(exchanges.sum()).isPositive();
            assertThat(failures.keySet())
                    .allSatisfy(code -> assertThat(code.symbol()).startsWith("SCARD_"));
            Await.until("sockets are closed", () -> openFiles() <= files);
            Await.until("threads have ended", () -> Thread.activeCount() <= threads);
            assertThat(usedHeap() - heap).as("growth of the heap in bytes").isLessThan(8 << 20);
        }
    }

    private Map<String, Long> counts() {
        var counts = new TreeMap<String, Long>();
        failures.forEach((code, count) -> counts.put(code.symbol(), count.sum()));
        return counts;
    }

    private void run(String backend, TestDaemon daemon, Duration length) throws Exception {
        stopped = false;
        List<Closeable> cards = insertAll(daemon);
        var threads = new ArrayList<Thread>();
        try (Pcsc pcsc = open(backend, daemon)) {
            for (int i = 0; i < THREADS; i++) {
                RandomGenerator random =
                        RandomGeneratorFactory.of("L64X128MixRandom").create(i);
                threads.add(Thread.ofPlatform().name("soak " + i).start(() -> use(pcsc, daemon, random)));
            }
            long end = System.nanoTime() + length.toNanos();
            while (System.nanoTime() < end) {
                Thread.sleep(Duration.ofNanos(Math.min(end - System.nanoTime() + 1, LIFE_OF_A_DAEMON.toNanos())));
                if (length.compareTo(LIFE_OF_A_DAEMON) > 0) {
                    daemon.restart();
                    closeAll(cards);
                    cards = insertAll(daemon);
                }
            }
            stopped = true;
            for (Thread thread : threads) {
                thread.join(Duration.ofSeconds(20));
                assertThat(thread.isAlive()).as("%s still runs", thread).isFalse();
            }
        } finally {
            stopped = true;
            closeAll(cards);
        }
    }

    private static Pcsc open(String backend, TestDaemon daemon) throws IOException {
        return backend.equals("native") ? NativeLibrary.open(daemon.socket()) : Pcsc.open("socket:" + daemon.socket());
    }

    private static List<Closeable> insertAll(TestDaemon daemon) throws IOException {
        var cards = new ArrayList<Closeable>();
        for (int i = 0; i < READERS; i++) {
            cards.add(daemon.insert(i, new PatternCard()));
        }
        return cards;
    }

    private static void closeAll(List<Closeable> cards) throws IOException {
        for (Closeable card : cards) {
            card.close();
        }
    }

    private void use(Pcsc pcsc, TestDaemon daemon, RandomGenerator random) {
        while (!stopped) {
            try {
                session(pcsc, daemon.reader(random.nextInt(READERS)), random);
            } catch (PcscException e) {
                failures.computeIfAbsent(e.code(), _ -> new LongAdder()).increment();
            } catch (RuntimeException | Error e) {
                faults.add(e);
                return;
            }
        }
    }

    private void session(Pcsc pcsc, String reader, RandomGenerator random) {
        long context = pcsc.establishContext(Scope.SYSTEM);
        try {
            pcsc.listReaders(context);
            var query = new ReaderQuery(reader, EventState.UNAWARE);
            var state = pcsc.getStatusChange(context, Duration.ZERO, List.of(query));
            if (random.nextInt(4) == 0) {
                var known = new ReaderQuery(reader, state.getFirst().eventState());
                pcsc.getStatusChange(context, Duration.ofMillis(random.nextInt(20)), List.of(known));
            }
            var shareMode = random.nextInt(8) == 0 ? ShareMode.EXCLUSIVE : ShareMode.SHARED;
            long card = pcsc.connect(context, reader, shareMode, Protocols.ANY).card();
            boolean transaction = random.nextBoolean();
            if (transaction) {
                pcsc.beginTransaction(card);
            }
            var response = new byte[Pcsc.MAX_BUFFER];
            for (int i = random.nextInt(10); i >= 0; i--) {
                int length = 2 + random.nextInt(random.nextInt(20) == 0 ? 60_000 : 300);
                int received = pcsc.transmit(
                        card, Protocol.T1, PatternCard.command(length).toArray(), response);
                if (received != length || response[length - 2] != (byte) 0x90) {
                    throw new IllegalStateException("asked for " + length + " bytes, got " + received);
                }
                exchanges.increment();
            }
            pcsc.status(card);
            if (transaction) {
                pcsc.endTransaction(card, Disposition.LEAVE);
            }
            pcsc.disconnect(card, random.nextInt(10) == 0 ? Disposition.RESET : Disposition.LEAVE);
        } finally {
            pcsc.answer(new Call.ReleaseContext(context));
        }
    }

    private static long openFiles() {
        return Objects.requireNonNull(new File("/proc/self/fd").list()).length;
    }

    private static long usedHeap() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
