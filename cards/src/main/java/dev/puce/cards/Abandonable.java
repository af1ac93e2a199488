package dev.puce.cards;

import dev.puce.pcsc.Call;
import dev.puce.pcsc.PcscException;
import dev.puce.pcsc.Result;
import dev.puce.pcsc.ReturnCode;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// A blocking PC/SC call that its caller can stop waiting for, by time-out or interrupt, although PC/SC has no
/// way to cancel it.
///
/// It runs on a thread of its own. If nobody waits for it any more when it succeeds, what it returned is given
/// back.
final class Abandonable {
    private Abandonable() {}

    /// @param call     what is called, for the message
    /// @param work     makes the call
    /// @param undo     gives back what it returned too late
    /// @param timeout  longest wait; empty: no limit
    /// @throws PcscException as the call says; `SCARD_E_TIMEOUT` or, after an interrupt, `SCARD_E_CANCELLED`
    /// (the thread stays interrupted) if the caller stopped waiting
    static <T> T run(Call call, Supplier<T> work, Consumer<T> undo, Optional<Duration> timeout) {
        var outcome = new CompletableFuture<T>();
        Thread thread = Thread.ofPlatform()
                .name("puce-" + call.function())
                .daemon()
                .start(() -> {
                    try {
                        T result = work.get();
                        if (!outcome.complete(result)) {
                            undo.accept(result);
                        }
                    } catch (RuntimeException e) {
                        outcome.completeExceptionally(e);
                    }
                });
        try {
            return timeout.isEmpty()
                    ? outcome.get()
                    : outcome.get(TimeUnit.NANOSECONDS.convert(timeout.get()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException _) {
            return abandon(call, outcome, thread, ReturnCode.TIMEOUT);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return abandon(call, outcome, thread, ReturnCode.CANCELLED);
        } catch (ExecutionException e) {
            throw cause(e);
        }
    }

    private static <T> T abandon(Call call, CompletableFuture<T> outcome, Thread thread, ReturnCode code) {
        if (outcome.completeExceptionally(new PcscException(call, code, Result.NONE))) {
            thread.interrupt(); // ends it where the backend can be interrupted
        }
        try {
            return outcome.getNow(null);
        } catch (java.util.concurrent.CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    private static RuntimeException cause(ExecutionException e) {
        return e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
    }
}
