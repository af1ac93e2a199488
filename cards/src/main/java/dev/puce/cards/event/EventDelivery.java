package dev.puce.cards.event;

import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/// Delivers events from a queue to a subscriber, one call at a time. Its task runs only while there are events. It
/// follows the rules of Reactive Streams, which [Flow] adopted; the comments below cite their numbers.
///
/// @see <a href="https://github.com/reactive-streams/reactive-streams-jvm#specification">Reactive Streams
/// specification</a>
final class EventDelivery implements Flow.Subscription {
    /// Reaction to an exception of a subscriber.
    private enum OnException {
        CONTINUE,
        CANCEL
    }

    private final Flow.Subscriber<? super ReaderEvent> observer;
    private final Executor executor;
    private final OnException onException;
    private final AtomicLong demand;
    /// Number of signals since the last check of the queue; 0 means that no task runs.
    private final AtomicInteger signals = new AtomicInteger();

    private volatile Optional<EventQueue> queue = Optional.empty();
    private volatile Optional<IllegalArgumentException> wrongRequest = Optional.empty();
    private volatile boolean cancelled;

    private EventDelivery(
            Flow.Subscriber<? super ReaderEvent> observer, Executor executor, OnException onException, long demand) {
        this.observer = observer;
        this.executor = executor;
        this.onException = onException;
        this.demand = new AtomicLong(demand);
    }

    /// Makes a delivery without a subscriber, for a polled queue.
    static EventDelivery none() {
        return to(_ -> {}, _ -> {});
    }

    static EventDelivery to(Consumer<? super ReaderEvent> listener, Executor executor) {
        return new EventDelivery(new Listener(listener), executor, OnException.CONTINUE, Long.MAX_VALUE);
    }

    static EventDelivery to(Flow.Subscriber<? super ReaderEvent> subscriber, Executor executor) {
        return new EventDelivery(subscriber, executor, OnException.CANCEL, 0);
    }

    /// Sets the queue, once.
    void from(EventQueue source) {
        queue = Optional.of(source);
        if (cancelled) {
            source.close(); // the subscriber cancelled in onSubscribe
        } else {
            signal();
        }
    }

    /// Checks the queue for events, on the executor.
    void signal() {
        if (signals.getAndIncrement() == 0) {
            executor.execute(this::run);
        }
    }

    /// Adds to the demand. A count below 1 ends the subscription with `onError` (rule 3.9).
    @Override
    public void request(long count) {
        if (count <= 0) {
            wrongRequest = Optional.of(
                    new IllegalArgumentException("request of " + count + " events, must be at least 1 (rule 3.9)"));
        } else {
            demand.accumulateAndGet(count, (have, more) -> have + more < 0 ? Long.MAX_VALUE : have + more);
        }
        signal();
    }

    @Override
    public void cancel() {
        cancelled = true;
        queue.ifPresent(EventQueue::close);
    }

    private void run() {
        int seen;
        do {
            seen = signals.get();
            queue.ifPresent(this::deliver);
        } while (signals.addAndGet(-seen) != 0);
    }

    private void deliver(EventQueue source) {
        while (!cancelled && wrongRequest.isEmpty() && demand.get() > 0) {
            Optional<ReaderEvent> event = source.poll();
            if (event.isEmpty()) {
                break;
            }
            if (demand.get() != Long.MAX_VALUE) {
                demand.decrementAndGet();
            }
            invoke(() -> observer.onNext(event.get()));
        }
        if (cancelled) {
            return;
        }
        if (wrongRequest.isPresent()) {
            cancel();
            invoke(() -> observer.onError(wrongRequest.get()));
        } else if (source.isFinished()) {
            cancel();
            invoke(observer::onComplete);
        }
    }

    private void invoke(Runnable callback) {
        try {
            callback.run();
        } catch (RuntimeException e) {
            if (onException == OnException.CANCEL) {
                cancel(); // rule 2.13
            }
            Thread thread = Thread.currentThread();
            thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
        }
    }

    /// Adapts a listener to a subscriber with unlimited demand that ignores completion.
    private record Listener(Consumer<? super ReaderEvent> listener) implements Flow.Subscriber<ReaderEvent> {
        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            // the registration of listen() ends the delivery
        }

        @Override
        public void onNext(ReaderEvent event) {
            listener.accept(event);
        }

        @Override
        public void onError(Throwable error) {
            // happens only for invalid requests, which a listener cannot make
        }

        @Override
        public void onComplete() {
            // a listener is not informed about the end of the monitor
        }
    }
}
