package dev.puce.testkit;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/// Waits for what happens in another process, where there is nothing to be told by.
public final class Await {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private Await() {}

    /// Waits until the condition holds.
    ///
    /// @param what says what is waited for, for the message
    /// @throws AssertionError if it does not hold after 20 seconds
    public static void until(String what, Callable<Boolean> condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try {
            while (!condition.call()) {
                if (System.nanoTime() > deadline) {
                    throw new AssertionError("waited in vain for this: " + what);
                }
                LockSupport.parkNanos(5_000_000);
            }
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError("cannot tell whether " + what, e);
        }
    }
}
