package dev.puce.service.socket;

import dev.puce.service.engine.EventLoop;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// A thread that waits for sockets, timers, and actions of other threads.
public final class SelectorLoop implements EventLoop, AutoCloseable {
    /// Owner of a channel.
    interface ChannelHandler {
        /// Runs when the channel is ready for the operations of its key.
        void ready();

        /// Runs after an unexpected exception of [#ready].
        void failed(RuntimeException fault);
    }

    private static final System.Logger LOG = System.getLogger(SelectorLoop.class.getName());

    private final Selector selector;
    private final Thread thread;
    private final Queue<Runnable> actions = new ConcurrentLinkedQueue<>();
    private final PriorityQueue<ScheduledAction> scheduled = new PriorityQueue<>();
    private volatile boolean stopping;
    private boolean ended; // guarded by actions

    private static final class ScheduledAction implements Comparable<ScheduledAction>, Timer {
        private final long time; // nanoseconds of System.nanoTime()
        private Runnable action;

        private ScheduledAction(long time, Runnable action) {
            this.time = time;
            this.action = action;
        }

        @Override
        public void cancel() {
            action = null; // the entry stays in the queue until its time
        }

        @Override
        public int compareTo(ScheduledAction other) {
            return Long.signum(time - other.time);
        }
    }

    /// Makes a loop whose thread is not started yet.
    ///
    /// @param name name of the thread
    public SelectorLoop(String name) throws IOException {
        selector = Selector.open();
        thread = Thread.ofPlatform().name(name).daemon().unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    /// Returns whether the caller runs on the loop.
    public boolean isCurrent() {
        return Thread.currentThread() == thread;
    }

    /// Runs the action on the loop. Actions after the end of the loop are lost; [#offer] reports that.
    @Override
    public void execute(Runnable action) {
        offer(action);
    }

    /// Works as [#execute], and reports whether the loop still runs.
    ///
    /// @return false if the loop has ended
    public boolean offer(Runnable action) {
        synchronized (actions) {
            if (ended) {
                return false;
            }
            actions.add(action);
        }
        if (!isCurrent()) {
            selector.wakeup();
        }
        return true;
    }

    @Override
    public Timer after(Duration delay, Runnable action) {
        var timer = new ScheduledAction(System.nanoTime() + delay.toNanos(), action);
        scheduled.add(timer);
        return timer;
    }

    /// Watches a non-blocking channel.
    SelectionKey watch(SelectableChannel channel, int operations, ChannelHandler handler) throws IOException {
        return channel.register(selector, operations, handler);
    }

    /// Stops the thread and waits for its end.
    @Override
    public void close() {
        stopping = true;
        selector.wakeup();
        if (isCurrent() || thread.getState() == Thread.State.NEW) {
            return;
        }
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try (selector) {
            while (!stopping) {
                guard(this::runActions);
                guard(this::runScheduled);
                selector.select(this::serve, timeoutMillis());
            }
            synchronized (actions) {
                ended = true;
            }
            runActions();
        } catch (IOException e) {
            throw new UncheckedIOException("the selector of the service failed", e);
        }
    }

    private void serve(SelectionKey key) {
        var handler = (ChannelHandler) key.attachment();
        try {
            handler.ready();
        } catch (RuntimeException fault) {
            LOG.log(System.Logger.Level.ERROR, "a bug closed the connection of a client", fault);
            handler.failed(fault);
        }
    }

    private void runActions() {
        for (Runnable action = actions.poll(); action != null; action = actions.poll()) {
            guard(action);
        }
    }

    private void runScheduled() {
        long now = System.nanoTime();
        while (!scheduled.isEmpty() && scheduled.peek().time - now <= 0) {
            Runnable action = scheduled.poll().action;
            if (action != null) {
                guard(action);
            }
        }
    }

    private static void guard(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException fault) {
            LOG.log(System.Logger.Level.ERROR, "a bug stopped an action of the service", fault);
        }
    }

    /// Returns the time until the next scheduled action; 0, for the selector, means without limit.
    private long timeoutMillis() {
        if (!actions.isEmpty()) {
            return 1; // the wake-up may have been for an earlier action
        }
        while (!scheduled.isEmpty() && scheduled.peek().action == null) {
            scheduled.poll();
        }
        if (scheduled.isEmpty()) {
            return 0;
        }
        long nanos = scheduled.peek().time - System.nanoTime();
        return Math.max(1, (nanos + 999_999) / 1_000_000);
    }
}
