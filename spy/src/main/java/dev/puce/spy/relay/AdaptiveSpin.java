package dev.puce.spy.relay;

import dev.puce.posix.SocketPair;
import java.util.concurrent.Semaphore;
import java.util.function.LongSupplier;

/// Waits for a connection's sockets: spins for a moment if the last answer came quickly, sleeps otherwise.
///
/// Waking a thread costs more time than everything else that a relay does for a call. Programs send their next
/// request some microseconds after an answer, and a daemon answers quickly if it needs no card. Real cards take
/// milliseconds, so the thread sleeps for them. A spinning thread yields its processor after every poll, so that
/// the program, the daemon and all other threads run first. If another thread kept the processor, the machine is
/// busy; this class then backs off and sleeps, each time for longer.
///
/// [#maxSpinning] limits the spinning threads of a relay. Benchmark: `bench/spy-speed`.
final class AdaptiveSpin {
    /// Longest spin, and longest wait after which the next wait spins. Longer than a quick call takes without
    /// spinning: otherwise a call during which the thread slept would make it sleep for the next one too.
    static final long SPIN_NANOS = 500_000;

    /// First back-off after another thread needed the processor: some calls long. A pause of the garbage collector
    /// has the same effect, and each call without a spin takes twice as long.
    static final long BACK_OFF_NANOS = 300_000;

    /// If another thread needs the processor again this soon after a back-off, the back-off doubles.
    static final long SOON_NANOS = 20_000_000;

    private static final long MAX_BACK_OFF_NANOS = 100_000_000;

    private final Semaphore spinning;
    private final LongSupplier clock;
    private long lastAnswerNanos = Long.MAX_VALUE;
    private long lastRequestNanos = Long.MAX_VALUE;
    private long backOffNanos;
    private long backOffUntil;

    /// @param spinning has one permit for each thread that may spin; shared by the connections of a relay
    /// @param clock    `System.nanoTime()`, except in tests
    AdaptiveSpin(Semaphore spinning, LongSupplier clock) {
        this.spinning = spinning;
        this.clock = clock;
        backOffUntil = clock.getAsLong();
    }

    /// Number of threads that may spin at a time: one for four processors, and one if there are two or three.
    /// With a single processor a spinning thread would only delay the others.
    static int maxSpinning(int processors) {
        return processors < 2 ? 0 : Math.max(1, processors / 4);
    }

    /// Waits without a timeout for events, as [SocketPair#await] does.
    ///
    /// @param forAnswer whether the daemon is expected to send next
    void await(SocketPair sockets, int clientEvents, int daemonEvents, boolean forAnswer) {
        long start = clock.getAsLong();
        long last = forAnswer ? lastAnswerNanos : lastRequestNanos;
        if (last > SPIN_NANOS || start - backOffUntil < 0 || !spin(sockets, clientEvents, daemonEvents, start)) {
            sockets.await(clientEvents, daemonEvents, SocketPair.NO_TIMEOUT);
        }
        long waited = clock.getAsLong() - start;
        if (forAnswer) {
            lastAnswerNanos = waited;
        } else {
            lastRequestNanos = waited;
        }
    }

    private boolean spin(SocketPair sockets, int clientEvents, int daemonEvents, long start) {
        if (!spinning.tryAcquire()) {
            return false;
        }
        try {
            long now = start;
            do {
                sockets.await(clientEvents, daemonEvents, 0);
                if ((sockets.first() | sockets.second()) != 0) {
                    return true;
                }
                // On two processors the program or the daemon may have to run on ours.
                ProcessorYield.yieldNow();
                long before = now;
                now = clock.getAsLong();
                if (now - before > SPIN_NANOS) {
                    backOff(now);
                }
            } while (now - start < SPIN_NANOS);
            return false;
        } finally {
            spinning.release();
        }
    }

    private void backOff(long now) {
        boolean soon = now - backOffUntil < SOON_NANOS;
        backOffNanos = soon ? Math.clamp(2 * backOffNanos, BACK_OFF_NANOS, MAX_BACK_OFF_NANOS) : BACK_OFF_NANOS;
        backOffUntil = now + backOffNanos;
    }
}
