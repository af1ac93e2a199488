package dev.puce.cards;

import dev.puce.pcsc.Answer;
import dev.puce.pcsc.Call;
import dev.puce.pcsc.Caller;
import dev.puce.pcsc.ControlCode;
import dev.puce.pcsc.Pcsc;
import dev.puce.pcsc.TracedCall;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/// Reports each call to observers after it has returned: the call, its outcome, its start and its duration.
///
/// As thread-safe as the wrapped backend. Observers receive one call at a time, on the thread that made it.
/// Closing closes the wrapped backend.
public final class ObservedPcsc implements Pcsc {
    private final Pcsc pcsc;
    private final List<Consumer<? super TracedCall>> observers;
    private final ReentrantLock lock = new ReentrantLock();
    private final AtomicLong sequence = new AtomicLong();
    private final long epoch = System.nanoTime();

    /// Wraps a backend.
    ///
    /// @param observers called on the thread that makes the call
    public ObservedPcsc(Pcsc pcsc, List<Consumer<? super TracedCall>> observers) {
        this.pcsc = pcsc;
        this.observers = List.copyOf(observers);
    }

    @Override
    public Answer answer(Call call) {
        long number = sequence.incrementAndGet();
        long start = System.nanoTime();
        Answer answer = pcsc.answer(call);
        var outcome = new TracedCall.Outcome(answer.code(), System.nanoTime() - start, answer.result());
        var traced = new TracedCall(number, caller(), start - epoch, call, Optional.of(outcome));
        lock.lock();
        try {
            observers.forEach(observer -> observer.accept(traced));
        } finally {
            lock.unlock();
        }
        return answer;
    }

    @Override
    public String description() {
        return pcsc.description();
    }

    @Override
    public ControlCode controlCode(int function) {
        return pcsc.controlCode(function);
    }

    @Override
    public void close() {
        pcsc.close();
    }

    private static Caller caller() {
        ProcessHandle process = ProcessHandle.current();
        return new Caller(
                "java",
                OptionalInt.of((int) process.pid()),
                OptionalInt.empty(),
                List.of(),
                Optional.empty(),
                1,
                Optional.of(Thread.currentThread().getName()));
    }
}
