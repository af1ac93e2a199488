package dev.puce.cards.event;

import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/// Carries events from a queue to an observer that is called: one event after the other, on a task that runs
/// only while there is something to carry.
class EventDelivery implements Flow.Subscription {
    /// For a queue that is polled: nobody is called.
    static final EventDelivery NONE = new EventDelivery(_ -> {}, () -> {}, _ -> {}, 0);

    private final Consumer<? super ReaderEvent> onEvent;
    private final Runnable onEnd;
    private final Executor executor;
    private final AtomicLong demand;
    /// How many reasons to look at the queue came since the last look; 0 means that no task runs.
    private final AtomicInteger reasons = new AtomicInteger();

    private volatile Optional<EventQueue> queue = Optional.empty();
    private volatile boolean cancelled;
    private boolean ended;

    private EventDelivery(Consumer<? super ReaderEvent> onEvent, Runnable onEnd, Executor executor, long demand) {
        this.onEvent = onEvent;
        this.onEnd = onEnd;
        this.executor = executor;
        this.demand = new AtomicLong(demand);
    }

    static EventDelivery to(Consumer<? super ReaderEvent> listener, Executor executor) {
        return new EventDelivery(listener, () -> {}, executor, Long.MAX_VALUE);
    }

    static EventDelivery to(Flow.Subscriber<? super ReaderEvent> subscriber, Executor executor) {
        return new EventDelivery(subscriber::onNext, subscriber::onComplete, executor, 0) {
            @Override
            public void request(long count) {
                if (count <= 0) {
                    cancel();
                    subscriber.onError(new IllegalArgumentException("request of " + count + " events"));
                } else {
                    super.request(count);
                }
            }
        };
    }

    /// Names the queue, once.
    final void from(EventQueue source) {
        queue = Optional.of(source);
        if (cancelled) {
            source.close(); // by a subscriber that changed its mind in onSubscribe
        } else {
            filled();
        }
    }

    /// There may be something to do.
    final void filled() {
        if (this != NONE && reasons.getAndIncrement() == 0) {
            executor.execute(this::run);
        }
    }

    @Override
    public void request(long count) {
        demand.accumulateAndGet(count, (have, more) -> have + more < 0 ? Long.MAX_VALUE : have + more);
        filled();
    }

    @Override
    public final void cancel() {
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
        while (!cancelled && demand.get() > 0) {
            Optional<ReaderEvent> event = source.poll();
            if (event.isEmpty()) {
                break;
            }
            if (demand.get() != Long.MAX_VALUE) {
                demand.decrementAndGet();
            }
            call(() -> onEvent.accept(event.get()));
        }
        if (!cancelled && !ended && source.isFinished()) {
            ended = true;
            call(onEnd);
        }
    }

    private static void call(Runnable observer) {
        try {
            observer.run();
        } catch (RuntimeException e) {
            Thread thread = Thread.currentThread();
            thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
        }
    }
}
