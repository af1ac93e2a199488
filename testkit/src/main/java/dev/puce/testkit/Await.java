package dev.puce.testkit;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/// Waits for changes in other processes and threads that do not signal them.
public final class Await {
    private static final Duration PATIENCE = Duration.ofSeconds(45);

    private Await() {}

    /// Waits until the condition holds.
    ///
    /// @param what names the condition, for the message
    /// @throws AssertionError if it does not hold after 45 seconds
    public static void until(String what, Callable<Boolean> condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try {
            while (!condition.call()) {
                if (System.nanoTime() > deadline) {
                    throw new AssertionError("this has not happened after " + PATIENCE.toSeconds() + " s: " + what);
                }
                LockSupport.parkNanos(5_000_000);
            }
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError("cannot check whether " + what, e);
        }
    }
}
