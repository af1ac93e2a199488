package dev.puce.spy.relay;

import java.time.Duration;

/// Waiting for threads to end.
final class ThreadEnd {
    private ThreadEnd() {}

    /// Waits for a thread that should end soon, but not for ever.
    static void join(Thread thread, Duration patience) {
        try {
            thread.join(patience);
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }

    /// Waits for a thread that ends for certain; an interruption is kept for later.
    static void join(Thread thread) {
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException later) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
