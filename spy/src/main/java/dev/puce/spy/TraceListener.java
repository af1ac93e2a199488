package dev.puce.spy;

/// Receives the events of a live trace: a recording, a view, a summary.
///
/// A listener handles its own failures: a full disk or a slow terminal must not stop the other listeners.
public interface TraceListener extends AutoCloseable {
    /// Handles an event. One thread at a time delivers all events except [TraceEvent.Incident], which may come
    /// from any thread.
    void accept(TraceEvent event);

    /// Ends the trace. No event follows.
    @Override
    void close();
}
