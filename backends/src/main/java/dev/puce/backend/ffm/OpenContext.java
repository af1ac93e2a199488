package dev.puce.backend.ffm;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// A context of the library, and what runs on it.
///
/// A thread that comes to a context of libpcsclite while another one is in a call on it waits for that call,
/// and holds the lock of the whole library meanwhile: for as long as the first one waits in
/// `SCardGetStatusChange` no thread of the process gets anything done with any context, and none can cancel
/// the wait. A context that is released while a call runs on it is freed under the call. So a wait and a
/// release have the context to themselves, and who comes meanwhile waits here, where that delays nobody else.
final class OpenContext {
    private static final int ALL = Integer.MAX_VALUE;

    /// One for each call that runs. Not fair: a call that comes while a wait or a release queues goes first,
    /// because those that run may need it in order to end.
    private final Semaphore permits = new Semaphore(ALL);

    private final AtomicInteger waits = new AtomicInteger();

    /// Before a call on this context or on a card of it.
    void enter() {
        permits.acquireUninterruptibly();
    }

    /// After it.
    void leave() {
        permits.release();
    }

    /// Before a wait.
    ///
    /// @param alone whether it has to have the context to itself
    void beginWait(boolean alone) {
        waits.incrementAndGet();
        permits.acquireUninterruptibly(alone ? ALL : 1);
    }

    /// After it.
    void endWait(boolean alone) {
        permits.release(alone ? ALL : 1);
        waits.decrementAndGet();
    }

    /// Whether a wait runs, or will.
    boolean isWaiting() {
        return waits.get() > 0;
    }

    /// Before the release: waits until nothing runs, but no longer than a second. What runs longer is a call
    /// that waits for another program, and between whose attempts the library can release the context; or an
    /// exchange with a card, and the library itself waits for that.
    ///
    /// @return whether the context is free, and [#endRelease()] is due
    boolean beginRelease() {
        boolean interrupted = Thread.interrupted();
        try {
            return permits.tryAcquire(ALL, 1, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            interrupted = true;
            return permits.tryAcquire(ALL);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /// After it: calls that come now find the library without the context.
    void endRelease() {
        permits.release(ALL);
    }
}
