package dev.puce.cards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.puce.pcsc.Call;
import dev.puce.pcsc.PcscException;
import dev.puce.pcsc.ReturnCode;
import dev.puce.testkit.Await;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CallsWithTimeoutTest {
    private static final Call CALL = new Call.BeginTransaction(1);
    private static final Optional<Duration> NO_LIMIT = Optional.empty();
    private static final Optional<Duration> SHORT = Optional.of(Duration.ofMillis(10));

    private final CallsWithTimeout calls = new CallsWithTimeout();
    private final CompletableFuture<String> late = new CompletableFuture<>();
    private final CountDownLatch held = new CountDownLatch(1);
    private final AtomicInteger entered = new AtomicInteger();

    @AfterEach
    void close() {
        held.countDown();
        calls.close();
    }

    @Test
    void run_returns_the_result_or_throws_the_exception_of_the_call() {
        assertThat(calls.run(CALL, () -> "answer", late::complete, NO_LIMIT)).isEqualTo("answer");
        assertThatThrownBy(() -> calls.run(
                        CALL,
                        () -> {
                            throw new ArithmeticException("of the call");
                        },
                        late::complete,
                        NO_LIMIT))
                .isInstanceOf(ArithmeticException.class);
        assertThat(late).isNotDone();
    }

    @Test
    void consecutive_calls_share_one_thread() {
        Thread first = calls.run(CALL, Thread::currentThread, _ -> {}, NO_LIMIT);
        assertThat(first.getName()).startsWith("puce-call-");
        for (int i = 0; i < 20; i++) {
            awaitIdle(first);
            assertThat(calls.run(CALL, Thread::currentThread, _ -> {}, NO_LIMIT))
                    .isSameAs(first);
        }
    }

    @Test
    void late_result_is_undone() {
        startHangingCall();
        held.countDown();
        assertThat(late.join()).isEqualTo("late");
    }

    @Test
    void interrupt_ends_the_call_with_CANCELLED() throws InterruptedException {
        var outcome = new CompletableFuture<ReturnCode>();
        Thread waiting = Thread.ofPlatform().start(() -> {
            try {
                calls.run(CALL, this::answerWhenLetGo, late::complete, NO_LIMIT);
            } catch (PcscException e) {
                outcome.complete(Thread.currentThread().isInterrupted() ? e.code() : ReturnCode.SUCCESS);
            }
        });
        waiting.interrupt();
        assertThat(outcome.join()).isEqualTo(ReturnCode.CANCELLED);
        waiting.join();
    }

    @Test
    void hanging_calls_use_at_most_MAX_CALLS_threads() {
        while (entered.get() < CallsWithTimeout.MAX_CALLS) {
            startHangingCall();
        }
        assertCode(ReturnCode.TIMEOUT, () -> calls.run(CALL, () -> "no room", late::complete, SHORT));
        held.countDown();
        assertThat(calls.run(CALL, () -> "room again", late::complete, NO_LIMIT))
                .isEqualTo("room again");
    }

    @Test
    void run_fails_after_close() {
        calls.close();
        assertThatThrownBy(() -> calls.run(CALL, () -> "", late::complete, NO_LIMIT))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
    }

    /// Makes a call that hangs until the test lets it go. A busy machine may start its thread after the timeout. The
    /// call then does not begin, and the next one gets a longer timeout.
    private void startHangingCall() {
        int before = entered.get();
        for (Duration longest = SHORT.orElseThrow(); entered.get() == before; longest = longest.multipliedBy(2)) {
            Optional<Duration> timeout = Optional.of(longest);
            assertCode(ReturnCode.TIMEOUT, () -> calls.run(CALL, this::answerWhenLetGo, late::complete, timeout));
        }
    }

    /// Blocks like a native library that ignores interrupts.
    private String answerWhenLetGo() {
        entered.incrementAndGet();
        boolean open = false;
        while (!open) {
            try {
                held.await();
                open = true;
            } catch (InterruptedException _) {
                // ignores the interrupt and keeps waiting
            }
        }
        return "late";
    }

    private static void awaitIdle(Thread thread) {
        Await.until("the thread is idle", () -> thread.getState() == Thread.State.TIMED_WAITING);
    }

    private static void assertCode(ReturnCode code, Runnable call) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        PcscException.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}
