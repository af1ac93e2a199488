package dev.puce.system.soak;

import dev.puce.cards.Readers;
import dev.puce.pcsc.Pcsc;
import dev.puce.pcsc.PcscException;
import dev.puce.testkit.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;

/// The process that [SoakTest] watches: 24 threads use the readers of its arguments until standard input has a
/// line.
///
/// It is a separate process, so that the test can measure its memory and file descriptors, survives crashes of
/// the native library, and sets the daemon's socket in the environment.
///
/// Arguments: backend (see [Pcsc#open(String)]), readers. Prints `key: value` lines ([SoakReport]).
final class SoakProgram {
    private static final int THREADS = 24;

    /// Pause of a thread after a failure. Without it, all threads would only fail while the daemon is away.
    private static final Duration REST = Duration.ofMillis(5);

    private final LongAdder sessions = new LongAdder();
    private final LongAdder exchanges = new LongAdder();
    private final LongAdder events = new LongAdder();
    private final Map<String, LongAdder> failures = new ConcurrentHashMap<>();
    private final Queue<Throwable> faults = new ConcurrentLinkedQueue<>();
    private volatile boolean over;

    private SoakProgram() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        String backend = arguments[0];
        List<String> readers = List.of(arguments).subList(1, arguments.length);
        var warmUp = new SoakProgram();
        warmUp.run(
                backend,
                readers,
                () -> LockSupport.parkNanos(Duration.ofSeconds(1).toNanos()));
        ProcessFigures before = ProcessFigures.now(); // with caches and classes loaded
        System.out.println("before: " + before);
        var soak = new SoakProgram();
        soak.run(backend, readers, SoakProgram::untilToldToStop);
        soak.report();
        Await.until("files are closed", () -> ProcessFigures.now().files() <= before.files());
        try {
            Await.until("threads have ended", () -> ProcessFigures.now().threads() <= before.threads());
        } catch (AssertionError inVain) {
            throw new AssertionError(
                    "threads are left: " + Thread.getAllStackTraces().keySet(), inVain);
        }
        System.out.println("after: " + ProcessFigures.now());
    }

    private void report() {
        System.out.println("sessions: " + sessions);
        System.out.println("exchanges: " + exchanges);
        System.out.println("events: " + events);
        failures.forEach((code, count) -> System.out.println("failure " + code + ": " + count));
        faults.forEach(fault -> {
            System.out.println("fault: " + fault);
            fault.printStackTrace();
        });
    }

    private void run(String backend, List<String> names, Runnable whileItRuns) throws InterruptedException {
        var random = new SplittableRandom();
        try (Pcsc pcsc = Pcsc.open(backend);
                Readers readers = Readers.over(pcsc)) {
            var _ = readers.monitor().listen(_ -> events.increment());
            Work raw = new RawWork(pcsc, names, exchanges);
            Work library = new LibraryWork(readers, exchanges);
            var threads = new ArrayList<Thread>();
            for (int i = 0; i < THREADS; i++) {
                RandomGenerator own = random.split();
                Work work = i % 3 == 0 ? library : raw;
                threads.add(Thread.ofPlatform().name("soak-" + i).start(() -> work(work, own)));
            }
            whileItRuns.run();
            over = true;
            for (Thread thread : threads) {
                if (!thread.join(Duration.ofSeconds(30))) {
                    var stuck = new IllegalStateException(thread + " does not end");
                    stuck.setStackTrace(thread.getStackTrace());
                    faults.add(stuck);
                }
            }
        }
    }

    private void work(Work work, RandomGenerator random) {
        while (!over) {
            try {
                work.session(random);
                sessions.increment();
            } catch (PcscException e) {
                failures.computeIfAbsent(e.code().symbol(), _ -> new LongAdder())
                        .increment();
                LockSupport.parkNanos(REST.toNanos());
            } catch (InterruptedException | RuntimeException | Error e) {
                faults.add(e);
                return;
            }
        }
    }

    private static void untilToldToStop() {
        try {
            System.out.println("ready");
            int _ = System.in.read();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
