package dev.puce.diagnose;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Calls that may never return, made on a thread of their own and given up after a time.
public final class TimedCalls implements AutoCloseable {
    private static final Duration LAST_PATIENCE = Duration.ofSeconds(1);

    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("puce test").factory());
    private final Runnable lastCall;

    /// Prepares a thread for the calls.
    ///
    /// @param lastCall made by [#close()], but not behind a call that still hangs
    public TimedCalls(Runnable lastCall) {
        this.lastCall = lastCall;
    }

    /// Makes a call.
    ///
    /// @throws TimeoutException if it does not return in time; it is interrupted then, which not every call heeds
    public <T> T make(Callable<T> call, Duration longest) throws TimeoutException, InterruptedException {
        var future = thread.submit(call);
        try {
            return future.get(longest.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException unchecked) {
                throw unchecked;
            }
            throw new IllegalStateException(e.getCause());
        } finally {
            future.cancel(true);
        }
    }

    @Override
    public void close() {
        thread.execute(lastCall);
        thread.shutdown();
        try {
            if (!thread.awaitTermination(LAST_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            thread.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
