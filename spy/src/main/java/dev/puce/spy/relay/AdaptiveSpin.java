package dev.puce.spy.relay;

import dev.puce.posix.SocketPair;
import java.util.concurrent.Semaphore;
import java.util.function.LongSupplier;

/// Waits for a connection's sockets: awake for a moment where the last answer came quickly, asleep otherwise.
///
/// To be woken costs more time than everything else that a relay does for a call. Programs send their next request
/// some microseconds after an answer, and a daemon answers quickly what needs no card; real cards take milliseconds,
/// and nobody stays awake for them. A thread that is awake yields its processor after every look, so that program,
/// daemon and whoever else has work go first; if somebody kept the processor, all threads of the machine have better
/// things to do than to wait for us, and we sleep for a while, each time longer.
///
/// How many threads of a relay may be awake at a time is [#mostAwake]. `bench/spy-speed` shows what is gained and paid.
final class AdaptiveSpin {
    /// How long a thread stays awake, and how quick an answer must have been that it does. It is more than a quick call
    /// takes while everybody sleeps: otherwise a call for which the thread slept would make it sleep for the next.
    static final long AWAKE_NANOS = 500_000;

    /// How long nobody tries to stay awake after others needed the processor: some calls. A pause of the garbage
    /// collector looks like that, too, and every call that sleeps after it takes twice as long.
    static final long BACK_OFF_NANOS = 300_000;

    /// A pause comes alone. Where others need the processor again so soon, they keep it, and the back-off doubles.
    static final long SOON_NANOS = 20_000_000;

    private static final long LONGEST_BACK_OFF_NANOS = 100_000_000;

    private final Semaphore places;
    private final LongSupplier clock;
    private long lastAnswerNanos = Long.MAX_VALUE;
    private long lastRequestNanos = Long.MAX_VALUE;
    private long backOffNanos;
    private long backOffUntil;

    /// @param places one permit for each thread that may be awake; shared by the connections of a relay
    /// @param clock  `System.nanoTime()`, but for tests
    AdaptiveSpin(Semaphore places, LongSupplier clock) {
        this.places = places;
        this.clock = clock;
        backOffUntil = clock.getAsLong();
    }

    /// How many threads may stay awake at a time: one for four processors, and one if there are two or three. On a
    /// single processor the others could do nothing meanwhile.
    static int mostAwake(int processors) {
        return processors < 2 ? 0 : Math.max(1, processors / 4);
    }

    /// Waits without end for events as [SocketPair#await] does.
    ///
    /// @param forAnswer whether the daemon is to speak next, as far as is known
    void await(SocketPair sockets, int clientEvents, int daemonEvents, boolean forAnswer) {
        long begin = clock.getAsLong();
        long last = forAnswer ? lastAnswerNanos : lastRequestNanos;
        if (last > AWAKE_NANOS || begin - backOffUntil < 0 || !stayAwake(sockets, clientEvents, daemonEvents, begin)) {
            sockets.await(clientEvents, daemonEvents, SocketPair.FOREVER);
        }
        long waited = clock.getAsLong() - begin;
        if (forAnswer) {
            lastAnswerNanos = waited;
        } else {
            lastRequestNanos = waited;
        }
    }

    private boolean stayAwake(SocketPair sockets, int clientEvents, int daemonEvents, long begin) {
        if (!places.tryAcquire()) {
            return false;
        }
        try {
            long now = begin;
            do {
                sockets.await(clientEvents, daemonEvents, 0);
                if ((sockets.first() | sockets.second()) != 0) {
                    return true;
                }
                ProcessorYield
                        .yieldProcessor(); // on two processors the program or the daemon may have to run where we are
                long before = now;
                now = clock.getAsLong();
                if (now - before > AWAKE_NANOS) {
                    backOff(now);
                }
            } while (now - begin < AWAKE_NANOS);
            return false;
        } finally {
            places.release();
        }
    }

    private void backOff(long now) {
        boolean soon = now - backOffUntil < SOON_NANOS;
        backOffNanos = soon ? Math.clamp(2 * backOffNanos, BACK_OFF_NANOS, LONGEST_BACK_OFF_NANOS) : BACK_OFF_NANOS;
        backOffUntil = now + backOffNanos;
    }
}
