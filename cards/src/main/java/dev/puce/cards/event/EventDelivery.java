package dev.puce.cards.event;

import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/// Carries events from a queue to an observer that is called: one call after the other, on a task that runs only
/// while there is something to carry. Its rules are those of Reactive Streams, which [Flow] took over; the
/// numbers below are theirs.
///
/// @see <a href="https://github.com/reactive-streams/reactive-streams-jvm#specification">the rules</a>
final class EventDelivery implements Flow.Subscription {
    /// What happens to an observer that throws.
    private enum WhoThrows {
        GETS_THE_NEXT_EVENT,
        IS_CANCELLED
    }

    private final Flow.Subscriber<? super ReaderEvent> observer;
    private final Executor executor;
    private final WhoThrows whoThrows;
    private final AtomicLong demand;
    /// How many reasons to look at the queue came since the last look; 0 means that no task runs.
    private final AtomicInteger reasons = new AtomicInteger();

    private volatile Optional<EventQueue> queue = Optional.empty();
    private volatile Optional<IllegalArgumentException> wrongRequest = Optional.empty();
    private volatile boolean cancelled;

    private EventDelivery(
            Flow.Subscriber<? super ReaderEvent> observer, Executor executor, WhoThrows whoThrows, long demand) {
        this.observer = observer;
        this.executor = executor;
        this.whoThrows = whoThrows;
        this.demand = new AtomicLong(demand);
    }

    /// To nobody: the queue is polled.
    static EventDelivery none() {
        return to(_ -> {}, _ -> {});
    }

    static EventDelivery to(Consumer<? super ReaderEvent> listener, Executor executor) {
        return new EventDelivery(new Listener(listener), executor, WhoThrows.GETS_THE_NEXT_EVENT, Long.MAX_VALUE);
    }

    static EventDelivery to(Flow.Subscriber<? super ReaderEvent> subscriber, Executor executor) {
        return new EventDelivery(subscriber, executor, WhoThrows.IS_CANCELLED, 0);
    }

    /// Names the queue, once.
    void from(EventQueue source) {
        queue = Optional.of(source);
        if (cancelled) {
            source.close(); // by a subscriber that changed its mind in onSubscribe
        } else {
            filled();
        }
    }

    /// There may be something to do.
    void filled() {
        if (reasons.getAndIncrement() == 0) {
            executor.execute(this::run);
        }
    }

    /// A number that is not positive ends the subscription with `onError` (rule 3.9).
    @Override
    public void request(long count) {
        if (count <= 0) {
            wrongRequest = Optional.of(
                    new IllegalArgumentException("request of " + count + " events, must be at least 1 (rule 3.9)"));
        } else {
            demand.accumulateAndGet(count, (have, more) -> have + more < 0 ? Long.MAX_VALUE : have + more);
        }
        filled();
    }

    @Override
    public void cancel() {
        cancelled = true;
        queue.ifPresent(EventQueue::close);
    }

    private void run() {
        int seen;
        do {
            seen = reasons.get();
            queue.ifPresent(this::carry);
        } while (reasons.addAndGet(-seen) != 0);
    }

    private void carry(EventQueue source) {
        while (!cancelled && wrongRequest.isEmpty() && demand.get() > 0) {
            Optional<ReaderEvent> event = source.poll();
            if (event.isEmpty()) {
                break;
            }
            if (demand.get() != Long.MAX_VALUE) {
                demand.decrementAndGet();
            }
            call(() -> observer.onNext(event.get()));
        }
        if (cancelled) {
            return;
        }
        if (wrongRequest.isPresent()) {
            cancel();
            call(() -> observer.onError(wrongRequest.get()));
        } else if (source.isFinished()) {
            cancel();
            call(observer::onComplete);
        }
    }

    private void call(Runnable observing) {
        try {
            observing.run();
        } catch (RuntimeException e) {
            if (whoThrows == WhoThrows.IS_CANCELLED) {
                cancel(); // rule 2.13
            }
            Thread thread = Thread.currentThread();
            thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
        }
    }

    /// A listener as an observer who wants everything, and does not care for the end.
    private record Listener(Consumer<? super ReaderEvent> listener) implements Flow.Subscriber<ReaderEvent> {
        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            // closing what listen() returned ends it
        }

        @Override
        public void onNext(ReaderEvent event) {
            listener.accept(event);
        }

        @Override
        public void onError(Throwable error) {
            // only for wrong requests
        }

        @Override
        public void onComplete() {
            // who closed the monitor knows
        }
    }
}
