package dev.puce.cli.terminal;

import dev.puce.posix.Signal;
import java.util.concurrent.Semaphore;

/// Ctrl-C, and the other signals by which people and systems ask a program to end.
public final class StopRequest {
    private final Semaphore requests;

    /// Something to wait for that ends by itself.
    @FunctionalInterface
    public interface Waiting {
        /// Waits a while.
        ///
        /// @return whether it has ended
        boolean isOver() throws InterruptedException;
    }

    public StopRequest() {
        this(new Semaphore(0));
    }

    /// Continues to count requests.
    ///
    /// @param earlier has a permit for each request that has come before
    public StopRequest(Semaphore earlier) {
        requests = earlier;
        for (var signal : Signal.values()) {
            signal.handle(requests::release);
        }
    }

    /// Waits for a request.
    public void await() {
        requests.acquireUninterruptibly();
    }

    /// Waits until something is over or the next request arrives.
    public void awaitNextOr(Waiting other) {
        try {
            while (!requests.tryAcquire() && !other.isOver()) {
                // goes on waiting
            }
        } catch (InterruptedException alsoAnEnd) {
            Thread.currentThread().interrupt();
        }
    }
}
