package dev.puce.backend.ffm;

import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.IntSupplier;

/// Keeps apart the functions of libpcsclite that would otherwise end the process.
///
/// The library has one list of contexts for the whole process, and in each context one of cards.
/// `SCardDisconnect` goes through all of them a second time, after the daemon's answer, and holds no lock
/// meanwhile (`SCardRemoveHandle` in `winscard_clnt.c`). If another thread establishes or releases *its own*
/// context then, the search follows freed memory: 24 threads in C crash 1.9.9 within seconds. 2.4.0 locks
/// that search, but a release still frees a context's cards before it takes the lock.
///
/// So establishing and releasing exclude disconnecting, whichever thread and whichever [NativePcsc] asks for
/// it; many may disconnect at the same time. The lists belong to the process, and so does this lock. Nothing
/// that exchanges commands with a card comes here.
final class CallOrder {
    /// Fair, so that threads which disconnect all the time do not keep one from establishing.
    private static final ReentrantReadWriteLock LISTS = new ReentrantReadWriteLock(true);

    private CallOrder() {}

    /// Runs a function that adds to the list of contexts or takes from it.
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
