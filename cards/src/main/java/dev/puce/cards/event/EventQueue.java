package dev.puce.cards.event;

import dev.puce.cards.event.ReaderEvent.EventsSkipped;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;

/// The events that one observer has not taken yet. Each observer has its own, so a slow one delays nobody.
///
/// It holds a limited number of events. When more come, all that wait are dropped at once, and the observer gets
/// [EventsSkipped] and what is there now: late, but never wrong.
///
/// Thread-safe. All queues of a monitor share its lock, which makes "what is there now" and "what comes next" one
/// unbroken sequence.
public final class EventQueue implements AutoCloseable {
    private final ReaderMonitor monitor;
    private final int capacity;
    private final ArrayDeque<ReaderEvent> waiting = new ArrayDeque<>();
    private final Condition changed;
    private final Runnable whenFilled;
    private long skipped;
    private boolean closed;

    /// @param whenFilled called with the lock held after events were added; must not block
    EventQueue(ReaderMonitor monitor, int capacity, Condition changed, Runnable whenFilled) {
        this.monitor = monitor;
        this.capacity = capacity;
        this.changed = changed;
        this.whenFilled = whenFilled;
    }

    /// Waits for the next event.
    ///
    /// @return empty if the queue or its monitor was closed
    public Optional<ReaderEvent> take() throws InterruptedException {
        return poll(Duration.ofNanos(Long.MAX_VALUE));
    }

    /// Waits for the next event, but no longer than `timeout` (monotonic clock).
    ///
    /// @return empty if none came in time, or the queue or its monitor was closed
    public Optional<ReaderEvent> poll(Duration timeout) throws InterruptedException {
        long nanos = TimeUnit.NANOSECONDS.convert(timeout);
        monitor.lock.lockInterruptibly();
        try {
            while (waiting.isEmpty() && skipped == 0 && !closed) {
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

    /// The next event if one waits.
    public Optional<ReaderEvent> poll() {
        monitor.lock.lock();
        try {
            return next();
        } finally {
            monitor.lock.unlock();
        }
    }

    /// Whether there is nothing more to come: closed, and everything taken.
    public boolean isFinished() {
        monitor.lock.lock();
        try {
            return closed && waiting.isEmpty();
        } finally {
            monitor.lock.unlock();
        }
    }

    /// Ends it; events that wait are dropped, and whoever waits gets nothing.
    @Override
    public void close() {
        monitor.lock.lock();
        try {
            if (!closed) {
                monitor.forget(this);
                finish();
            }
            waiting.clear();
            skipped = 0;
        } finally {
            monitor.lock.unlock();
        }
    }

    /// Adds events. Only with the monitor's lock.
    void add(List<ReaderEvent> events) {
        if (closed || events.isEmpty()) {
            return;
        }
        if (skipped > 0 || waiting.size() + events.size() > capacity) {
            skipped += waiting.size() + events.size();
            waiting.clear();
        } else {
            waiting.addAll(events);
        }
        changed.signalAll();
        whenFilled.run();
    }

    /// Adds what is there at the begin, which may be more than the capacity. Only with the monitor's lock.
    void begin(List<ReaderEvent> events) {
        waiting.addAll(events);
        changed.signalAll();
        whenFilled.run();
    }

    /// The monitor ends; events that wait can still be taken. Only with the monitor's lock.
    void finish() {
        closed = true;
        changed.signalAll();
        whenFilled.run();
    }

    private Optional<ReaderEvent> next() {
        if (skipped > 0 && waiting.isEmpty()) {
            var events = new ArrayList<ReaderEvent>();
            events.add(new EventsSkipped(skipped));
            events.addAll(monitor.initialEvents());
            skipped = 0;
            waiting.addAll(events);
        }
        return Optional.ofNullable(waiting.poll());
    }
}
