package dev.puce.backend.ffm;

import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.IntSupplier;

/// Serialises functions of libpcsclite that would crash the process if they ran concurrently.
///
/// The library has one list of contexts per process, and one list of cards per context. After the daemon's reply,
/// `SCardDisconnect` searches all of them without a lock (`SCardRemoveHandle` in `winscard_clnt.c`). If another
/// thread establishes or releases *its own* context meanwhile, the search accesses freed memory: 24 threads in C
/// crash 1.9.9 within seconds. 2.4.0 locks that search, but a release still frees a context's cards before it
/// takes the lock.
///
/// Therefore establishing and releasing exclude disconnecting, for all threads and all instances of [NativePcsc].
/// Several threads may disconnect at the same time. The lists belong to the process, and so does this lock.
/// Exchanges with cards do not use this lock.
///
/// `SCardConnect` has another fault: it links a new entry into its context's list of cards before the entry points to
/// the next one (`list_insert_at` in `simclist.c`, also in 2.5.1). Each function for a card searches the lists of all
/// older contexts first. If the connecting thread is interrupted between these two instructions, the search follows a
/// null pointer. Entries are used again, so only a context with more cards than ever before needs a new one. Meanwhile,
/// functions for cards of younger contexts wait, but at most [#LONGEST_DELAY_NANOS]: a connection can take minutes if
/// another program holds the card.
final class CallOrder {
    /// Fair, so that continuous disconnects do not starve a thread that establishes a context.
    private static final ReentrantReadWriteLock LISTS = new ReentrantReadWriteLock(true);

    /// The longest time for which a connection delays functions for cards of younger contexts. Most connections are
    /// shorter. With 100 ms, 24 threads that connect all the time (`SoakTest`) did a quarter of the work.
    static final long LONGEST_DELAY_NANOS = 10_000_000;

    private static final AtomicLong CONTEXTS = new AtomicLong();

    /// The running connections that may add an entry to a list, by the number of their context.
    private static final ConcurrentNavigableMap<Long, Connecting> CONNECTING = new ConcurrentSkipListMap<>();

    /// A running connection.
    private record Connecting(CountDownLatch ended, long startNanos) {
        void await() {
            try {
                long remaining = LONGEST_DELAY_NANOS - (System.nanoTime() - startNanos);
                boolean _ = ended.await(remaining, TimeUnit.NANOSECONDS);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private CallOrder() {}

    /// Returns the number of a new context. Older contexts have smaller numbers. Called within [#changing].
    static long nextContext() {
        return CONTEXTS.incrementAndGet();
    }

    /// Runs a connection that may add an entry to its context's list of cards.
    ///
    /// @param context the number of the context
    static int connecting(long context, IntSupplier function) {
        var connecting = new Connecting(new CountDownLatch(1), System.nanoTime());
        CONNECTING.put(context, connecting);
        try {
            return function.getAsInt();
        } finally {
            CONNECTING.remove(context, connecting);
            connecting.ended().countDown();
        }
    }

    /// Returns whether a connection runs that may add an entry.
    static boolean isConnecting() {
        return !CONNECTING.isEmpty();
    }

    /// Waits for the running connections of older contexts. Called before each function for a card.
    ///
    /// @param context the number of the card's context
    static void awaitConnecting(long context) {
        if (isConnecting()) {
            CONNECTING.headMap(context).values().forEach(Connecting::await);
        }
    }

    /// Runs a function that changes the list of contexts.
    static int changing(IntSupplier function) {
        LISTS.writeLock().lock();
        try {
            return function.getAsInt();
        } finally {
            LISTS.writeLock().unlock();
        }
    }

    /// Runs a function that searches the lists without the library's lock.
    static int searching(IntSupplier function) {
        LISTS.readLock().lock();
        try {
            return function.getAsInt();
        } finally {
            LISTS.readLock().unlock();
        }
    }
}
