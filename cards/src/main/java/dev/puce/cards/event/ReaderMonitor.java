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

/// Reports events of readers and cards to observers.
///
/// A new observer first receives the current state. After that it misses no event and receives none twice. If the
/// PC/SC service is missing, stops or restarts, the monitor reports an event and continues. One thread waits in
/// PC/SC for all observers, on its own context, so the wait delays no other call. Each observer takes events at
/// its own pace from its own queue.
///
///     try (var readers = Readers.open(); var registration = readers.monitor().listen(System.out::println)) {
///         ...
///     }
///
/// Thread-safe.
public final class ReaderMonitor implements Flow.Publisher<ReaderEvent>, AutoCloseable {
    /// Default capacity of an observer's queue, in events.
    public static final int DEFAULT_CAPACITY = 1024;

    private static final Duration FIRST_SCAN_TIMEOUT = Duration.ofSeconds(5);

    /// Guards the state of the monitor and of its queues.
    final ReentrantLock lock = new ReentrantLock();

    private final StatusWatcher watcher;
    private final Executor executor;
    private final List<EventQueue> queues = new ArrayList<>();
    private Map<String, ReaderState> readers = Map.of();
    private Optional<ReturnCode> lost = Optional.empty();
    private final CountDownLatch firstScan = new CountDownLatch(1);
    private boolean scanned;
    private boolean closed;

    private ReaderMonitor(Pcsc pcsc, Executor executor) {
        this.executor = executor;
        this.watcher = new StatusWatcher(pcsc, this);
    }

    /// Starts a separate monitor; [dev.puce.cards.Readers#monitor()] returns a shared one. Returns after the first
    /// scan of the readers, so that later changes are not [initial][ReaderEvent#initial()] events.
    ///
    /// @param pcsc the backend; not closed with the monitor
    public static ReaderMonitor start(Pcsc pcsc) {
        return start(pcsc, task -> Thread.ofVirtual().name("puce-observer").start(task));
    }

    /// Starts a monitor that calls listeners and subscribers on an executor. The executor must not run tasks on
    /// the calling thread.
    public static ReaderMonitor start(Pcsc pcsc, Executor executor) {
        var monitor = new ReaderMonitor(pcsc, Objects.requireNonNull(executor));
        monitor.watcher.start();
        monitor.awaitFirstScan();
        return monitor;
    }

    /// Calls the listener with each event, one at a time, until the returned registration is closed. A virtual
    /// thread runs only while there are events. Exceptions of the listener go to the uncaught exception handler of
    /// that thread; the next events still follow.
    public Registration listen(Consumer<? super ReaderEvent> listener) {
        return listen(DEFAULT_CAPACITY, listener);
    }

    /// Works as [#listen(Consumer)], with another queue capacity.
    ///
    /// @param capacity maximum number of pending events, at least 1
    public Registration listen(int capacity, Consumer<? super ReaderEvent> listener) {
        Objects.requireNonNull(listener);
        var delivery = EventDelivery.to(listener, executor);
        open(capacity, delivery);
        return delivery::cancel;
    }

    /// Subscribes. `onComplete` follows when the monitor is closed, `onError` only after a request for less than
    /// one event. A subscriber that throws is cancelled.
    @Override
    public void subscribe(Flow.Subscriber<? super ReaderEvent> subscriber) {
        Objects.requireNonNull(subscriber);
        var delivery = EventDelivery.to(subscriber, executor);
        subscriber.onSubscribe(delivery);
        open(DEFAULT_CAPACITY, delivery);
    }

    /// Returns the events as a stream that waits for the next one. It ends when it or the monitor is closed, or
    /// when the reading thread is interrupted (the thread stays interrupted). Close the stream, best with
    /// try-with-resources.
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

    /// Opens a queue of events.
    public EventQueue queue() {
        return open(DEFAULT_CAPACITY, EventDelivery.none());
    }

    /// Ends the monitor and its thread. Observers receive their pending events, then the end.
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

    /// Waits for the first scan, but a service that does not answer must not block the program.
    private void awaitFirstScan() {
        try {
            boolean _ = firstScan.await(FIRST_SCAN_TIMEOUT.toNanos(), TimeUnit.NANOSECONDS);
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
            var queue = new EventQueue(this, capacity, lock.newCondition(), delivery::signal);
            if (closed) {
                queue.finish();
            } else {
                queues.add(queue);
                if (scanned) {
                    queue.addInitial(initialEvents());
                }
            }
            delivery.from(queue);
            return queue;
        } finally {
            lock.unlock();
        }
    }

    /// Returns the current state as events. Requires the lock.
    List<ReaderEvent> initialEvents() {
        return lost.<List<ReaderEvent>>map(code -> List.of(new ServiceLost(code, true)))
                .orElseGet(() -> ReaderChanges.initial(readers));
    }

    /// Removes a queue. Requires the lock.
    void remove(EventQueue queue) {
        queues.remove(queue);
    }

    /// Receives the result of the watcher's scan.
    void update(List<ReaderState> states) {
        lock.lock();
        try {
            Map<String, ReaderState> now = ReaderChanges.byName(states);
            if (!scanned) {
                scanned = true;
                firstScan.countDown();
                readers = now;
                queues.forEach(queue -> queue.addInitial(initialEvents()));
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

    /// Receives the watcher's failure to reach the service.
    void lost(ReturnCode code) {
        lock.lock();
        try {
            if (lost.isPresent()) {
                return;
            }
            var events = new ArrayList<ReaderEvent>();
            events.add(new ServiceLost(code, !scanned));
            events.addAll(ReaderChanges.between(readers, Map.of()));
            scanned = true;
            firstScan.countDown();
            lost = Optional.of(code);
            readers = Map.of();
            queues.forEach(queue -> queue.add(events));
        } finally {
            lock.unlock();
        }
    }

    /// Registration of a listener; closing it stops the calls.
    @FunctionalInterface
    public interface Registration extends AutoCloseable {
        /// Stops the calls: no further call starts; a running call ends normally.
        @Override
        void close();
    }
}
