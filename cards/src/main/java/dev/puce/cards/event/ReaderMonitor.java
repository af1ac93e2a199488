package dev.puce.cards.event;

import dev.puce.cards.event.ReaderEvent.ServiceFound;
import dev.puce.cards.event.ReaderEvent.ServiceLost;
import dev.puce.pcsc.Pcsc;
import dev.puce.pcsc.ReaderState;
import dev.puce.pcsc.ReturnCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// Tells observers what happens to readers and cards.
///
/// What is there is told first; after that nothing is missed and nothing is repeated. A PC/SC service that
/// stops or is started again, or that was never there, is an event, not an end. One thread waits in PC/SC,
/// whatever the number of observers, on a context of its own, so nothing else is delayed by the wait; each
/// observer takes its events at its own pace from a queue of its own.
///
///     try (var readers = Readers.open(); var listening = readers.monitor().listen(System.out::println)) {
///         ...
///     }
///
/// Thread-safe.
public final class ReaderMonitor implements Flow.Publisher<ReaderEvent>, AutoCloseable {
    /// Events that an observer may be behind before some are skipped, unless it says otherwise.
    public static final int DEFAULT_CAPACITY = 1024;

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /// Guards everything here and in the queues.
    final ReentrantLock lock = new ReentrantLock();

    private final StatusWatcher watcher;
    private final Executor executor;
    private final List<EventQueue> queues = new ArrayList<>();
    private Map<String, ReaderState> readers = Map.of();
    private Optional<ReturnCode> lost = Optional.empty();
    private final CountDownLatch firstLook = new CountDownLatch(1);
    private boolean looked;
    private boolean closed;

    private ReaderMonitor(Pcsc pcsc, Executor executor) {
        this.executor = executor;
        this.watcher = new StatusWatcher(pcsc, this);
    }

    /// Starts a monitor of its own; [dev.puce.cards.Readers#monitor()] has one that is shared. Returns when it
    /// has looked at the readers, so that what happens from now on is no [initial][ReaderEvent#initial()]
    /// event.
    ///
    /// @param pcsc who is asked; not closed with the monitor
    public static ReaderMonitor start(Pcsc pcsc) {
        return start(pcsc, task -> Thread.ofVirtual().name("puce-observer").start(task));
    }

    /// Starts a monitor that calls listeners and subscribers on an executor; it must not run tasks on the
    /// caller's thread.
    public static ReaderMonitor start(Pcsc pcsc, Executor executor) {
        var monitor = new ReaderMonitor(pcsc, Objects.requireNonNull(executor));
        monitor.watcher.start();
        monitor.awaitFirstLook();
        return monitor;
    }

    /// Calls the listener with each event, one after the other, until what is returned is closed. A virtual
    /// thread runs only while there are events. What a listener throws goes to the uncaught exception handler
    /// of that thread, and the next event comes all the same.
    public Listening listen(Consumer<? super ReaderEvent> listener) {
        return listen(DEFAULT_CAPACITY, listener);
    }

    /// As [#listen(Consumer)], with a queue of another capacity.
    ///
    /// @param capacity events that may wait before some are skipped, at least 1
    public Listening listen(int capacity, Consumer<? super ReaderEvent> listener) {
        Objects.requireNonNull(listener);
        var delivery = EventDelivery.to(listener, executor);
        open(capacity, delivery);
        return delivery::cancel;
    }

    /// Subscribes; `onComplete` follows when the monitor is closed, `onError` only if fewer than one event are
    /// requested. A subscriber that throws is cancelled.
    @Override
    public void subscribe(Flow.Subscriber<? super ReaderEvent> subscriber) {
        Objects.requireNonNull(subscriber);
        var delivery = EventDelivery.to(subscriber, executor);
        subscriber.onSubscribe(delivery);
        open(DEFAULT_CAPACITY, delivery);
    }

    /// The events as a stream that waits for the next one; it ends when it or the monitor is closed, or when the
    /// thread that reads it is interrupted (which stays interrupted). Close it, best with try-with-resources.
    public Stream<ReaderEvent> stream() {
        EventQueue queue = queue();
        var iterator = new Iterator<ReaderEvent>() {
            private Optional<ReaderEvent> next = Optional.empty();

            @Override
            public boolean hasNext() {
                try {
                    if (next.isEmpty()) {
                        next = queue.take();
                    }
                    return next.isPresent();
                } catch (InterruptedException _) {
                    Thread.currentThread().interrupt();
                    return false;
                }
            }

            @Override
            public ReaderEvent next() {
                if (!hasNext()) {
                    throw new NoSuchElementException("the events have ended");
                }
                ReaderEvent event = next.orElseThrow();
                next = Optional.empty();
                return event;
            }
        };
        var spliterator = Spliterators.spliteratorUnknownSize(iterator, Spliterator.ORDERED | Spliterator.NONNULL);
        return StreamSupport.stream(spliterator, false).onClose(queue::close);
    }

    /// A queue to take events from.
    public EventQueue queue() {
        return open(DEFAULT_CAPACITY, EventDelivery.none());
    }

    /// Ends the monitor and its thread; observers get what waits for them, then the end.
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            List<EventQueue> open = List.copyOf(queues);
            queues.clear();
            open.forEach(EventQueue::finish);
        } finally {
            lock.unlock();
        }
        watcher.stop();
    }

    /// A service that does not answer must not hold the program: then the first look comes later.
    private void awaitFirstLook() {
        try {
            boolean _ = firstLook.await(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private EventQueue open(int capacity, EventDelivery delivery) {
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity is " + capacity + ", must be at least 1");
        }
        lock.lock();
        try {
            var queue = new EventQueue(this, capacity, lock.newCondition(), delivery::filled);
            if (closed) {
                queue.finish();
            } else {
                queues.add(queue);
                if (looked) {
                    queue.begin(initialEvents());
                }
            }
            delivery.from(queue);
            return queue;
        } finally {
            lock.unlock();
        }
    }

    /// With the lock.
    List<ReaderEvent> initialEvents() {
        return lost.<List<ReaderEvent>>map(code -> List.of(new ServiceLost(code, true)))
                .orElseGet(() -> ReaderChanges.initial(readers));
    }

    /// With the lock.
    void forget(EventQueue queue) {
        queues.remove(queue);
    }

    /// The watcher looked at the readers.
    void saw(List<ReaderState> states) {
        lock.lock();
        try {
            Map<String, ReaderState> now = ReaderChanges.byName(states);
            if (!looked) {
                looked = true;
                firstLook.countDown();
                readers = now;
                queues.forEach(queue -> queue.begin(initialEvents()));
                return;
            }
            var events = new ArrayList<ReaderEvent>();
            if (lost.isPresent()) {
                events.add(new ServiceFound());
                lost = Optional.empty();
            }
            events.addAll(ReaderChanges.between(readers, now));
            readers = now;
            queues.forEach(queue -> queue.add(events));
        } finally {
            lock.unlock();
        }
    }

    /// The watcher cannot reach the service.
    void lost(ReturnCode code) {
        lock.lock();
        try {
            if (lost.isPresent()) {
                return;
            }
            var events = new ArrayList<ReaderEvent>();
            events.add(new ServiceLost(code, !looked));
            events.addAll(ReaderChanges.between(readers, Map.of()));
            looked = true;
            firstLook.countDown();
            lost = Optional.of(code);
            readers = Map.of();
            queues.forEach(queue -> queue.add(events));
        } finally {
            lock.unlock();
        }
    }

    /// An observer is being called; closing ends that.
    @FunctionalInterface
    public interface Listening extends AutoCloseable {
        /// Ends it: no further call begins, one that is under way ends normally.
        @Override
        void close();
    }
}
