package dev.puce.spy.relay;

import dev.puce.spy.posix.SocketPair;
import java.util.concurrent.atomic.AtomicInteger;

/// Waits for a connection's sockets: awake for a moment where the last answer came quickly, asleep otherwise.
///
/// To be woken costs more time than everything else that a relay does for a call. Programs send their next request
/// some microseconds after an answer, and a daemon answers quickly what needs no card; real cards take milliseconds,
/// and nobody stays awake for them. One thread for four processors may stay awake at a time, none on a smaller
/// machine.
/// `bench/spy-speed` shows what is gained (some 20 µs a call) and paid (twice the processor time while calls pass).
final class Eagerness {
    private static final long AWAKE_NANOS = 100_000;
    private static final int MOST_AWAKE = Runtime.getRuntime().availableProcessors() / 4;
    private static final AtomicInteger AWAKE = new AtomicInteger();

    private long lastAnswerNanos = Long.MAX_VALUE;
    private long lastRequestNanos = Long.MAX_VALUE;

    /// Waits without end for events as [SocketPair#await] does.
    ///
    /// @param forAnswer whether the daemon is to speak next, as far as is known
    void await(SocketPair sockets, int clientEvents, int daemonEvents, boolean forAnswer) {
        long begin = System.nanoTime();
        long last = forAnswer ? lastAnswerNanos : lastRequestNanos;
        if (last > AWAKE_NANOS || !stayAwake(sockets, clientEvents, daemonEvents, begin)) {
            sockets.await(clientEvents, daemonEvents, SocketPair.FOREVER);
        }
        long waited = System.nanoTime() - begin;
        if (forAnswer) {
            lastAnswerNanos = waited;
        } else {
            lastRequestNanos = waited;
        }
    }

    private static boolean stayAwake(SocketPair sockets, int clientEvents, int daemonEvents, long begin) {
        if (AWAKE.incrementAndGet() > MOST_AWAKE) {
            AWAKE.decrementAndGet();
            return false;
        }
        try {
            do {
                sockets.await(clientEvents, daemonEvents, 0);
                if ((sockets.first() | sockets.second()) != 0) {
                    return true;
                }
            } while (System.nanoTime() - begin < AWAKE_NANOS);
            return false;
        } finally {
            AWAKE.decrementAndGet();
        }
    }
}
