package dev.puce.spy.live;

import dev.puce.pcsc.Caller;
import dev.puce.wire.Message;

/// Learns what was said on all connections, in order of time, on one thread. Times are nanoseconds of the monotonic
/// clock.
public interface MessageListener {
    /// A client has connected.
    void opened(Caller caller, long nanos);

    /// A message is complete, or bytes were not understood, or the connection has ended.
    void message(Caller caller, Message message);

    /// Something happened to a connection that people should know: nothing of it is in the messages.
    void incident(Caller caller, long nanos, String what);

    /// Everything that has happened so far has been told.
    void caughtUp();
}
