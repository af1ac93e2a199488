package dev.puce.cli;

import dev.puce.spy.posix.Signal;
import java.util.concurrent.Semaphore;

/// Ctrl-C, and the other signals by which people and systems ask a program to end.
final class RequestToEnd {
    private final Semaphore requests = new Semaphore(0);

    /// Something to wait for that ends by itself.
    @FunctionalInterface
    interface Waiting {
        /// Waits a while.
        ///
        /// @return whether it has ended
        boolean isOver() throws InterruptedException;
    }

    RequestToEnd() {
        for (var signal : Signal.values()) {
            signal.handle(requests::release);
        }
    }

    /// Waits until somebody asks.
    void await() {
        requests.acquireUninterruptibly();
    }

    /// Waits until something is over, or somebody asks again.
    void awaitNextOr(Waiting other) {
        try {
            while (!requests.tryAcquire() && !other.isOver()) {
                // goes on waiting
            }
        } catch (InterruptedException alsoAnEnd) {
            Thread.currentThread().interrupt();
        }
    }
}
