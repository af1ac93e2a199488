package dev.puce.spy.relay;

import java.time.Duration;

/// Waits for threads to end.
final class ThreadJoin {
    private ThreadJoin() {}

    /// Waits for a thread until a timeout.
    static void await(Thread thread, Duration timeout) {
        try {
            thread.join(timeout);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /// Waits for a thread that certainly ends. An interruption is kept until then.
    static void await(Thread thread) {
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
