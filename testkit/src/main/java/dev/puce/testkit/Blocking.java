package dev.puce.testkit;

import java.util.concurrent.CountDownLatch;

/// Something that does not move until a test lets it, or that ends with its thread.
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
