package dev.puce.spy.live;

import dev.puce.pcsc.Caller;
import dev.puce.pcsc.TracedCall;
import dev.puce.wire.Message;

/// Somewhere that a live trace goes: a recording, a view, a summary. What it gets has lost its secrets. Its methods
/// are called by one thread, and fail for themselves: a full disk, a slow terminal or no heap for a call is no reason
/// to stop the others.
public interface TraceOutput extends AutoCloseable {
    /// A call is complete, or will never be.
    void call(TracedCall call);

    /// A message has passed.
    default void message(Caller caller, Message message) {}

    /// Something happened that is not in the calls. May be called by any thread.
    ///
    /// @param caller who is concerned; [Caller#UNKNOWN] for the trace as a whole
    void incident(Caller caller, long nanos, String what);

    /// Everything that has happened so far has been told.
    default void caughtUp() {}

    /// The end of the trace.
    @Override
    void close();
}
