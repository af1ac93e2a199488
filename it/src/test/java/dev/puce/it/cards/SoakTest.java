package dev.puce.it.cards;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.cards.Card;
import dev.puce.cards.ConnectOptions;
import dev.puce.cards.Reader;
import dev.puce.cards.Readers;
import dev.puce.cards.Transaction;
import dev.puce.it.Await;
import dev.puce.pcsc.Pcsc;
import dev.puce.pcsc.PcscException;
import dev.puce.service.PcscService;
import dev.puce.service.ServiceOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// 24 threads do everything with 8 readers while the daemon is killed and started again and again: every
/// failure has a return code, and in the end nothing is left, neither connections nor threads.
///
/// `-Dpuce.soak.seconds=3600` for an hour; a few seconds otherwise.
@Timeout(4000)
class SoakTest {
    private static final int THREADS = 24;
    private static final int READERS = 8;
    private static final Duration TIME = Duration.ofSeconds(Integer.getInteger("puce.soak.seconds", 6));

    private final Queue<Throwable> surprises = new ConcurrentLinkedQueue<>();
    private final AtomicLong done = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private volatile boolean over;

    @Test
    void whatever_happens_is_told_by_a_code_and_leaves_nothing_behind() throws IOException, InterruptedException {
        long seed = System.nanoTime();
        Path folder = Files.createTempDirectory("puce-soak");
        Path socket = folder.resolve("pcscd.comm");
        PcscService service = start(socket);
        int threadsBefore = libraryThreads();
        try (var pcsc = Pcsc.open("socket:" + socket);
                var readers = Readers.over(pcsc)) {
            var events = new AtomicLong();
            var _ = readers.monitor().listen(_ -> events.incrementAndGet());
            var threads = new ArrayList<Thread>();
            var seeds = new SplittableRandom(seed);
            for (int i = 0; i < THREADS; i++) {
                RandomGenerator random = seeds.split();
                threads.add(Thread.ofPlatform().start(() -> work(readers, random)));
            }
            long end = System.nanoTime() + TIME.toNanos();
            while (System.nanoTime() < end) {
                Thread.sleep(700);
                service.close();
                Files.deleteIfExists(socket);
                service = start(socket);
            }
            over = true;
            for (Thread thread : threads) {
                assertThat(thread.join(Duration.ofSeconds(60)))
                        .as("seed %d: %s ends", seed, thread)
                        .isTrue();
            }
            assertThat(surprises).as("seed %d", seed).isEmpty();
            assertThat(done.get())
                    .as("seed %d: operations that succeeded", seed)
                    .isGreaterThan(1000);
            assertThat(readers.list()).hasSize(READERS);
            assertThat(events.get()).isPositive();
        }
        PcscService last = service;
        Await.until("nobody is connected", () -> last.clients() == 0);
        Await.until("the library's threads have ended", () -> libraryThreads() <= threadsBefore);
        service.close();
        Files.deleteIfExists(socket);
        Files.delete(folder);
    }

    private static PcscService start(Path socket) throws IOException {
        PcscService service = PcscService.start(ServiceOptions.USUAL.withSocket(socket));
        for (int i = 0; i < READERS; i++) {
            service.addReader("Reader " + (char) ('A' + i)).insert(new GuideCard());
        }
        return service;
    }

    private void work(Readers readers, RandomGenerator random) {
        while (!over) {
            try {
                operate(readers, random);
                done.incrementAndGet();
            } catch (PcscException _) {
                failed.incrementAndGet();
            } catch (InterruptedException | RuntimeException e) {
                surprises.add(e);
            }
        }
    }

    private static void operate(Readers readers, RandomGenerator random) throws InterruptedException {
        List<Reader> all = readers.list();
        if (all.isEmpty()) {
            return; // the service has just started
        }
        Reader reader = all.get(random.nextInt(all.size()));
        switch (random.nextInt(5)) {
            case 0 -> reader.isCardPresent();
            case 1 ->
                readers.cardRequest().in(reader).timeout(Duration.ofMillis(20)).poll();
            case 2 -> reader.awaitCard(Duration.ofMillis(20));
            default -> {
                var options = ConnectOptions.shared().timeout(Duration.ofMillis(500));
                try (Card card = reader.connect(options);
                        Transaction transaction = card.begin(Duration.ofMillis(500))) {
                    for (int i = random.nextInt(5); i >= 0; i--) {
                        transaction.transmit("00 84 00 00 08");
                    }
                }
            }
        }
    }

    private static int libraryThreads() {
        return (int) Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("puce-"))
                .count();
    }
}
