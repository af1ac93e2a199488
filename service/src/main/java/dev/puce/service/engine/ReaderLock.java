package dev.puce.service.engine;

import dev.puce.pcsc.ReturnCode;
import java.util.LinkedHashSet;
import java.util.SequencedSet;

/// The lock of a reader: who has a transaction or exclusive use, and who waits for it to end.
///
/// The owner may lock again; the lock is free when it was unlocked as often. pcscd's clients wait by looking ten times
/// a second and have no order; here the first to wait is the first to get on, at once.
final class ReaderLock {
    private final SequencedSet<Waiter> waiters = new LinkedHashSet<>();
    private Handle owner;
    private int count;
    private boolean waking;

    /// Somebody who waits for the lock to be free. Cancel it, and it is not run any more.
    final class Waiter {
        private final Runnable action;

        private Waiter(Runnable action) {
            this.action = action;
        }

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

    /// Whether the handle may act: the lock is its own or nobody's.
    boolean admits(Handle handle) {
        return owner == null || owner == handle;
    }

    /// Takes the lock, or takes it once more.
    ReturnCode lock(Handle handle) {
        if (!admits(handle)) {
            return ReturnCode.SHARING_VIOLATION;
        }
        owner = handle;
        count++;
        return ReturnCode.SUCCESS;
    }

    /// Gives the lock back once.
    ///
    /// @param least how often it must stay locked: 1 in exclusive use, which is not a transaction that could end
    ReturnCode unlock(Handle handle, int least) {
        if (!admits(handle)) {
            return ReturnCode.SHARING_VIOLATION;
        }
        if (count <= least) {
            return ReturnCode.NOT_TRANSACTED;
        }
        count--;
        if (count == 0) {
            clear();
        }
        return ReturnCode.SUCCESS;
    }

    /// Gives the lock back for good if the handle has it.
    void release(Handle handle) {
        if (owner == handle) {
            clear();
        }
    }

    /// Frees the lock, whoever has it.
    void clear() {
        owner = null;
        count = 0;
        wake();
    }

    /// Runs the action when the lock is free, which may be now.
    Waiter whenFree(Runnable action) {
        var waiter = new Waiter(action);
        if (isFree() && waiters.isEmpty()) {
            action.run();
        } else {
            waiters.add(waiter);
        }
        return waiter;
    }

    /// How many wait.
    int waiting() {
        return waiters.size();
    }

    private void wake() {
        if (waking) {
            return; // the loop below goes on
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
