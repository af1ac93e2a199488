package dev.puce.backend.ffm;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;

/// A context of the library and its running calls.
///
/// If a thread calls libpcsclite on a context while another call runs on it, the thread waits for that call.
/// Meanwhile it holds the lock of the whole library. While the first call waits in `SCardGetStatusChange`, no
/// thread of the process can use any context, and none can cancel the wait. If a context is released while a call
/// runs on it, the call uses freed memory. Therefore waits and releases have exclusive access to the context.
/// Other calls on this context wait here, which does not delay other contexts.
final class OpenContext {
    private static final int ALL = Integer.MAX_VALUE;

    /// One permit per running call. Not fair: a call may overtake a queued wait or release, because running calls
    /// may need it to finish.
    private final Semaphore permits = new Semaphore(ALL);

    private final AtomicInteger waits = new AtomicInteger();

    private volatile long number;
    private int cards;
    private int mostCards;

    /// Takes the next number. Called when the library is about to establish this context.
    void number() {
        number = CallOrder.nextContext();
    }

    /// Adds a connected card.
    synchronized void addCard() {
        cards++;
        mostCards = Math.max(mostCards, cards);
    }

    /// Removes a disconnected card.
    synchronized void removeCard() {
        cards--;
    }

    /// Runs `SCardConnect` on this context.
    int connect(IntSupplier connect) {
        return needsNewEntry() ? CallOrder.connecting(number, connect) : connect.getAsInt();
    }

    private synchronized boolean needsNewEntry() {
        return cards == mostCards;
    }

    /// Waits for connections of older contexts. Called before each function for a card of this context.
    void awaitConnecting() {
        CallOrder.awaitConnecting(number);
    }

    /// Enters a call on this context or on one of its cards.
    void enter() {
        permits.acquireUninterruptibly();
    }

    /// Leaves a call.
    void leave() {
        permits.release();
    }

    /// Enters a wait.
    ///
    /// @param alone whether the wait needs exclusive access to the context
    void beginWait(boolean alone) {
        waits.incrementAndGet();
        permits.acquireUninterruptibly(alone ? ALL : 1);
    }

    /// Leaves a wait.
    void endWait(boolean alone) {
        permits.release(alone ? ALL : 1);
        waits.decrementAndGet();
    }

    /// Returns whether a wait is running or queued.
    boolean isWaiting() {
        return waits.get() > 0;
    }

    /// Enters a release: waits until no call runs, at most one second. A longer call either waits for another
    /// program, and the library can release the context between its attempts; or it is an exchange with a card,
    /// for which the library itself waits.
    ///
    /// @return whether the context is free; if so, call [#endRelease()] afterwards
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

    /// Leaves a release. Later calls get an error from the library, which no longer has the context.
    void endRelease() {
        permits.release(ALL);
    }
}
