package dev.puce.testkit;

import java.util.concurrent.CountDownLatch;

/// Waits that a test ends, for tasks that must block.
public final class Blocking {
    private Blocking() {}

    /// Waits for the latch.
    public static void until(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }
}
