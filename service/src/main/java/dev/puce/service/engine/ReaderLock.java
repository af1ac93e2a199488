package dev.puce.service.engine;

import dev.puce.pcsc.ReturnCode;
import java.util.LinkedHashSet;
import java.util.SequencedSet;

/// The lock of a reader: the handle with a transaction or exclusive use, and the requests that wait for its end.
///
/// The owner may lock again; the lock is free after as many unlocks. pcscd's clients poll ten times a second in no
/// order. Here the first request in the queue proceeds first, without delay.
final class ReaderLock {
    private final SequencedSet<Waiter> waiters = new LinkedHashSet<>();
    private Handle owner;
    private int count;
    private boolean waking;

    /// A request that waits for the lock.
    final class Waiter {
        private final Runnable action;

        private Waiter(Runnable action) {
            this.action = action;
        }

        /// Removes the request from the queue; its action does not run.
        void cancel() {
            waiters.remove(this);
        }
    }

    boolean isFree() {
        return owner == null;
    }

    boolean isOwnedBy(Handle handle) {
        return owner == handle;
    }

    /// Returns whether the handle may act: it owns the lock, or the lock is free.
    boolean admits(Handle handle) {
        return owner == null || owner == handle;
    }

    /// Locks, or locks once more.
    ReturnCode lock(Handle handle) {
        if (!admits(handle)) {
            return ReturnCode.SHARING_VIOLATION;
        }
        owner = handle;
        count++;
        return ReturnCode.SUCCESS;
    }

    /// Unlocks once.
    ///
    /// @param minimum lock count that must remain: 1 in exclusive use, which a client cannot end like a
    /// transaction
    ReturnCode unlock(Handle handle, int minimum) {
        if (!admits(handle)) {
            return ReturnCode.SHARING_VIOLATION;
        }
        if (count <= minimum) {
            return ReturnCode.NOT_TRANSACTED;
        }
        count--;
        if (count == 0) {
            clear();
        }
        return ReturnCode.SUCCESS;
    }

    /// Frees the lock completely if the handle owns it.
    void release(Handle handle) {
        if (owner == handle) {
            clear();
        }
    }

    /// Frees the lock for any owner.
    void clear() {
        owner = null;
        count = 0;
        wake();
    }

    /// Runs the action when the lock is free, possibly at once.
    Waiter whenFree(Runnable action) {
        var waiter = new Waiter(action);
        if (isFree() && waiters.isEmpty()) {
            action.run();
        } else {
            waiters.add(waiter);
        }
        return waiter;
    }

    /// Returns the number of waiting requests.
    int waiting() {
        return waiters.size();
    }

    private void wake() {
        if (waking) {
            return; // the loop below continues
        }
        waking = true;
        try {
            while (isFree() && !waiters.isEmpty()) {
                waiters.removeFirst().action.run();
            }
        } finally {
            waking = false;
        }
    }
}
