package dev.puce.service.engine;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;

/// A loop whose clock the test controls.
final class ManualLoop implements EventLoop {
    private final Queue<Runnable> actions = new ArrayDeque<>();
    private final PriorityQueue<Alarm> alarms =
            new PriorityQueue<>(Comparator.comparing((Alarm alarm) -> alarm.at).thenComparingInt(alarm -> alarm.order));
    private Duration now = Duration.ZERO;
    private int order;

    private static final class Alarm implements Timer {
        private final Duration at;
        private final int order;
        private Runnable action;

        private Alarm(Duration at, int order, Runnable action) {
            this.at = at;
            this.order = order;
            this.action = action;
        }

        @Override
        public void cancel() {
            action = () -> {};
        }
    }

    @Override
    public void execute(Runnable action) {
        actions.add(action);
    }

    @Override
    public Timer after(Duration delay, Runnable action) {
        var alarm = new Alarm(now.plus(delay), order++, action);
        alarms.add(alarm);
        return alarm;
    }

    /// Runs the actions that other threads have submitted.
    void runActions() {
        for (Runnable action = actions.poll(); action != null; action = actions.poll()) {
            action.run();
        }
    }

    /// Advances the clock and runs due actions.
    void pass(Duration time) {
        now = now.plus(time);
        runActions();
        while (!alarms.isEmpty() && alarms.peek().at.compareTo(now) <= 0) {
            alarms.poll().action.run();
            runActions();
        }
    }
}
