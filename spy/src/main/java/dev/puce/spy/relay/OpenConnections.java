package dev.puce.spy.relay;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/// The connections that a relay serves.
final class OpenConnections {
    private final Set<RelayTask> tasks = new HashSet<>();

    synchronized void add(RelayTask task) {
        tasks.add(task);
    }

    /// Removes a connection and closes its client socket. Both happen under the lock, so that [#stopAll] cannot
    /// shut down a descriptor that already belongs to another connection.
    synchronized void closeAndRemove(RelayTask task) {
        tasks.remove(task);
        task.closeClient();
        notifyAll();
    }

    synchronized int count() {
        return tasks.size();
    }

    synchronized void stopAll() {
        tasks.forEach(RelayTask::stop);
    }

    /// Waits for the end of one connection, up to a timeout.
    @SuppressWarnings("WaitNotInLoop") // a spurious wakeup only ends the pause early
    synchronized void awaitEnd(Duration timeout) {
        try {
            wait(timeout.toMillis());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /// Waits for the end of all connections.
    ///
    /// @return false if the timeout came first
    synchronized boolean awaitNone(Duration timeout) throws InterruptedException {
        long end = System.nanoTime() + timeout.toNanos();
        while (!tasks.isEmpty()) {
            long millis = (end - System.nanoTime()) / 1_000_000;
            if (millis <= 0) {
                return false;
            }
            wait(millis);
        }
        return true;
    }
}
