package dev.puce.service.engine;

import java.time.Duration;
import java.util.concurrent.Executor;

/// The thread on which the engine runs, and its clock.
///
/// [#execute] may be called on any thread. It runs the actions on the loop, in order.
public interface EventLoop extends Executor {
    /// Runs the action on the loop after the delay. Called only on the loop.
    Timer after(Duration delay, Runnable action);

    /// A scheduled action.
    interface Timer {
        /// Cancels the action, unless it has run.
        void cancel();
    }
}
