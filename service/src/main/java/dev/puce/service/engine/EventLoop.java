package dev.puce.service.engine;

import java.time.Duration;
import java.util.concurrent.Executor;

/// The thread that everything of the engine happens on, and its clock.
///
/// [#execute] may be called on any thread and runs the action on the loop, soon and in order.
public interface EventLoop extends Executor {
    /// Runs the action on the loop after the delay; called on the loop only.
    Timer after(Duration delay, Runnable action);

    /// An action that was put off.
    interface Timer {
        /// Takes the action back, unless it has run.
        void cancel();
    }
}
