package dev.puce.cards.event;

import dev.puce.cards.event.ReaderEvent.EventsSkipped;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;

/// Pending events of one observer. Each observer has its own queue, so a slow one delays no other.
///
/// The number of pending events is limited. On overflow all pending events are dropped, and the observer receives
/// [EventsSkipped] and the current state as events: late, but never wrong.
///
/// Thread-safe. All queues of a monitor share its lock, so the current state and the following events form one
/// unbroken sequence.
public final class EventQueue implements AutoCloseable {
    private final ReaderMonitor monitor;
    private final int capacity;
    private final ArrayDeque<ReaderEvent> pending = new ArrayDeque<>();
    private final Condition changed;
    private final Runnable onChange;
    private long skipped;
    private boolean closed;

    /// Makes a queue.
    ///
    /// @param onChange called with the lock held after the queue has changed; must not block
    EventQueue(ReaderMonitor monitor, int capacity, Condition changed, Runnable onChange) {
        this.monitor = monitor;
        this.capacity = capacity;
        this.changed = changed;
        this.onChange = onChange;
    }

    /// Waits for the next event.
    ///
    /// @return the event; empty if the queue or its monitor was closed
    public Optional<ReaderEvent> take() throws InterruptedException {
        return poll(Duration.ofNanos(Long.MAX_VALUE));
    }

    /// Waits for the next event, but no longer than `timeout` (monotonic clock).
    ///
    /// @return the event; empty after the timeout, or if the queue or its monitor was closed
    public Optional<ReaderEvent> poll(Duration timeout) throws InterruptedException {
        long nanos = TimeUnit.NANOSECONDS.convert(timeout);
        monitor.lock.lockInterruptibly();
        try {
            while (pending.isEmpty() && skipped == 0 && !closed) {
                if (nanos <= 0) {
                    return Optional.empty();
                }
                nanos = changed.awaitNanos(nanos);
            }
            return next();
        } finally {
            monitor.lock.unlock();
        }
    }

    /// Takes the next event if one is pending.
    public Optional<ReaderEvent> poll() {
        monitor.lock.lock();
        try {
            return next();
        } finally {
            monitor.lock.unlock();
        }
    }

    /// Returns whether no more events follow: the queue is closed and empty.
    public boolean isFinished() {
        monitor.lock.lock();
        try {
            return closed && pending.isEmpty();
        } finally {
            monitor.lock.unlock();
        }
    }

    /// Closes the queue. Drops pending events; waiting threads receive nothing.
    @Override
    public void close() {
        monitor.lock.lock();
        try {
            if (!closed) {
                monitor.remove(this);
                finish();
            }
            pending.clear();
            skipped = 0;
        } finally {
            monitor.lock.unlock();
        }
    }

    /// Adds events. Requires the monitor's lock.
    void add(List<ReaderEvent> events) {
        if (closed || events.isEmpty()) {
            return;
        }
        if (skipped > 0 || pending.size() + events.size() > capacity) {
            skipped += pending.size() + events.size();
            pending.clear();
        } else {
            pending.addAll(events);
        }
        changed.signalAll();
        onChange.run();
    }

    /// Adds the initial state, which may exceed the capacity. Requires the monitor's lock.
    void addInitial(List<ReaderEvent> events) {
        pending.addAll(events);
        changed.signalAll();
        onChange.run();
    }

    /// Ends the queue with its monitor; pending events can still be taken. Requires the monitor's lock.
    void finish() {
        closed = true;
        changed.signalAll();
        onChange.run();
    }

    private Optional<ReaderEvent> next() {
        if (skipped > 0 && pending.isEmpty()) {
            var events = new ArrayList<ReaderEvent>();
            events.add(new EventsSkipped(skipped));
            events.addAll(monitor.initialEvents());
            skipped = 0;
            pending.addAll(events);
        }
        return Optional.ofNullable(pending.poll());
    }
}
