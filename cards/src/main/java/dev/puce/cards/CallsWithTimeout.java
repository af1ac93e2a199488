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

/// Blocking PC/SC calls that their caller can stop waiting for, by time-out or interrupt, although PC/SC has no way to
/// cancel them.
///
/// They run on threads that are kept for a while for the next ones. If nobody waits for a call any more when it
/// succeeds, what it returned is given back. A call that is given up ends soon where the backend can be interrupted
/// (the socket); the native library keeps its thread until the other program's transaction ends, and at most
/// [#MOST] threads: whoever comes then waits for one of them.
final class CallsWithTimeout implements AutoCloseable {
    /// Calls at the same time.
    static final int MOST = 64;

    private static final Duration NO_LIMIT = Duration.ofNanos(Long.MAX_VALUE);
    private static final long IDLE_SECONDS = 5;

    private final Semaphore places = new Semaphore(MOST);
    private final ExecutorService threads = new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE, // the places are the limit
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            Thread.ofPlatform().name("puce-call-", 1).daemon().factory());

    /// @param call     what is called, for the message
    /// @param work     makes the call
    /// @param undo     gives back what it returned too late
    /// @param timeout  longest wait; empty: no limit
    /// @throws PcscException as the call says; `SCARD_E_TIMEOUT` or, after an interrupt, `SCARD_E_CANCELLED`
    /// (the thread stays interrupted) if the caller stopped waiting
    /// @throws IllegalStateException if this is closed
    <T> T run(Call call, Supplier<T> work, Consumer<T> undo, Optional<Duration> timeout) {
        long end = System.nanoTime() + TimeUnit.NANOSECONDS.convert(timeout.orElse(NO_LIMIT));
        var outcome = new CompletableFuture<T>();
        Optional<Future<?>> running = Optional.empty();
        try {
            if (!places.tryAcquire(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
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

    /// Ends the threads, those that are in a call after it.
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
                    places.release();
                }
            });
            return task;
        } catch (RejectedExecutionException e) {
            places.release();
            throw new IllegalStateException("these readers are closed", e);
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
            running.ifPresent(task -> task.cancel(true)); // ends it where the backend can be interrupted
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
