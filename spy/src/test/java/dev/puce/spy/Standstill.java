package dev.puce.spy;

import java.util.concurrent.CountDownLatch;

/// Something that does not move until a test lets it, or that ends with its thread.
public final class Standstill {
    private Standstill() {}

    /// Waits for the latch.
    public static void until(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }
}
