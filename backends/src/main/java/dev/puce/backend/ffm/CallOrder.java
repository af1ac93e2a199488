package dev.puce.backend.ffm;

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
final class CallOrder {
    /// Fair, so that continuous disconnects do not starve a thread that establishes a context.
    private static final ReentrantReadWriteLock LISTS = new ReentrantReadWriteLock(true);

    private CallOrder() {}

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
