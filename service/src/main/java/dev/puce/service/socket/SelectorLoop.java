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

/// One thread that waits for sockets, for time to pass and for actions of other threads, whichever comes first.
public final class SelectorLoop implements EventLoop, AutoCloseable {
    /// Something with a socket.
    interface Ready {
        /// The socket is ready for what was asked of its key.
        void ready();

        /// Something went wrong that nobody expected.
        void failed(RuntimeException fault);
    }

    private static final System.Logger LOG = System.getLogger(SelectorLoop.class.getName());

    private final Selector selector;
    private final Thread thread;
    private final Queue<Runnable> actions = new ConcurrentLinkedQueue<>();
    private final PriorityQueue<Alarm> alarms = new PriorityQueue<>();
    private volatile boolean stopping;
    private boolean ended; // guarded by actions

    private static final class Alarm implements Comparable<Alarm>, Timer {
        private final long at; // nanoseconds of System.nanoTime()
        private Runnable action;

        private Alarm(long at, Runnable action) {
            this.at = at;
            this.action = action;
        }

        @Override
        public void cancel() {
            action = null; // it stays in the queue until its time comes
        }

        @Override
        public int compareTo(Alarm other) {
            return Long.signum(at - other.at);
        }
    }

    /// @param name of the thread
    public SelectorLoop(String name) throws IOException {
        selector = Selector.open();
        thread = Thread.ofPlatform().name(name).daemon().unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    /// Whether the caller is on the loop.
    public boolean isCurrent() {
        return Thread.currentThread() == thread;
    }

    /// Actions that come after the end of the loop are lost; [#offer] says so.
    @Override
    public void execute(Runnable action) {
        offer(action);
    }

    /// As [#execute].
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
        var alarm = new Alarm(System.nanoTime() + delay.toNanos(), action);
        alarms.add(alarm);
        return alarm;
    }

    /// Watches a channel, which must not block.
    SelectionKey watch(SelectableChannel channel, int operations, Ready ready) throws IOException {
        return channel.register(selector, operations, ready);
    }

    /// Ends the thread, and waits for that.
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
                guard(this::runAlarms);
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
        var ready = (Ready) key.attachment();
        try {
            ready.ready();
        } catch (RuntimeException fault) {
            LOG.log(System.Logger.Level.ERROR, "a client of the service is dropped because of a bug", fault);
            ready.failed(fault);
        }
    }

    private void runActions() {
        for (Runnable action = actions.poll(); action != null; action = actions.poll()) {
            guard(action);
        }
    }

    private void runAlarms() {
        long now = System.nanoTime();
        while (!alarms.isEmpty() && alarms.peek().at - now <= 0) {
            Runnable action = alarms.poll().action;
            if (action != null) {
                guard(action);
            }
        }
    }

    private static void guard(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException fault) {
            LOG.log(System.Logger.Level.ERROR, "an action of the service failed because of a bug", fault);
        }
    }

    /// Until the next alarm; 0, for the selector, is for ever.
    private long timeoutMillis() {
        if (!actions.isEmpty()) {
            return 1; // the wake-up may have been for an earlier action
        }
        while (!alarms.isEmpty() && alarms.peek().action == null) {
            alarms.poll();
        }
        if (alarms.isEmpty()) {
            return 0;
        }
        long nanos = alarms.peek().at - System.nanoTime();
        return Math.max(1, (nanos + 999_999) / 1_000_000);
    }
}
