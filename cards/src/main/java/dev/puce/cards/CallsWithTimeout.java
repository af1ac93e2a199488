package dev.puce.cards;

import dev.puce.pcsc.Call;
import dev.puce.pcsc.PcscException;
import dev.puce.pcsc.Result;
import dev.puce.pcsc.ReturnCode;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Runs blocking PC/SC calls so that their caller can stop waiting after a timeout or an interrupt. PC/SC itself
/// cannot cancel these calls.
///
/// The calls run on pooled threads. If the caller has stopped waiting when a call succeeds, its result is undone.
/// An abandoned call ends early only if the backend can be interrupted (the socket). The native library keeps the
/// thread until the other program's transaction ends. At most [#MAX_CALLS] calls run at the same time; further
/// calls wait for a free thread.
final class CallsWithTimeout implements AutoCloseable {
    /// Maximum number of calls at the same time.
    static final int MAX_CALLS = 64;

    private static final Duration NO_LIMIT = Duration.ofNanos(Long.MAX_VALUE);
    private static final long IDLE_SECONDS = 5;

    private final Semaphore permits = new Semaphore(MAX_CALLS);
    private final ExecutorService threads = new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE, // the permits limit the number of threads
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            Thread.ofPlatform().name("puce-call-", 1).daemon().factory());

    /// Runs a call and waits for its result.
    ///
    /// @param call     the PC/SC call, for the message
    /// @param work     makes the call
    /// @param undo     releases a result that arrives too late
    /// @param timeout  longest wait; empty: no limit
    /// @throws PcscException with the return code of the call. If the caller stopped waiting: `SCARD_E_TIMEOUT`,
    /// or `SCARD_E_CANCELLED` after an interrupt (the thread stays interrupted).
    /// @throws IllegalStateException if this object is closed
    <T> T run(Call call, Supplier<T> work, Consumer<T> undo, Optional<Duration> timeout) {
        long end = System.nanoTime() + TimeUnit.NANOSECONDS.convert(timeout.orElse(NO_LIMIT));
        var outcome = new CompletableFuture<T>();
        Optional<Future<?>> running = Optional.empty();
        try {
            if (!permits.tryAcquire(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                throw failure(call, ReturnCode.TIMEOUT);
            }
            running = Optional.of(start(work, undo, outcome));
            return outcome.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException _) {
            return abandon(call, outcome, running, ReturnCode.TIMEOUT);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return abandon(call, outcome, running, ReturnCode.CANCELLED);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        }
    }

    /// Ends the idle threads at once, and the others after their call.
    @Override
    public void close() {
        threads.shutdown();
    }

    private <T> Future<?> start(Supplier<T> work, Consumer<T> undo, CompletableFuture<T> outcome) {
        var task = new FutureTask<Void>(() -> complete(outcome, work, undo), null);
        try {
            threads.execute(() -> {
                try {
                    task.run();
                } finally {
                    permits.release();
                }
            });
            return task;
        } catch (RejectedExecutionException e) {
            permits.release();
            throw new IllegalStateException("these readers are closed; open new ones with Readers.open()", e);
        }
    }

    private static <T> void complete(CompletableFuture<T> outcome, Supplier<T> work, Consumer<T> undo) {
        try {
            T result = work.get();
            if (!outcome.complete(result)) {
                undo.accept(result);
            }
        } catch (RuntimeException e) {
            outcome.completeExceptionally(e);
        }
    }

    private static <T> T abandon(
            Call call, CompletableFuture<T> outcome, Optional<Future<?>> running, ReturnCode code) {
        if (outcome.completeExceptionally(failure(call, code))) {
            running.ifPresent(task -> task.cancel(true)); // interrupts the call if the backend supports it
        }
        try {
            return outcome.getNow(null);
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    private static PcscException failure(Call call, ReturnCode code) {
        return new PcscException(call, code, Result.NONE);
    }
}
