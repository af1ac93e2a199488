package dev.puce.spy.live;

import dev.puce.pcsc.Caller;
import dev.puce.spy.relay.ConnectionEnd;
import dev.puce.wire.Message;

/// Learns what was said on all connections, in order of time, on one thread. Times are nanoseconds since the
/// begin of the trace.
public interface MessageListener {
    /// A client has connected.
    void opened(Caller caller, long nanos);

    /// A message is complete, or bytes were not understood.
    void message(Caller caller, Message message);

    /// The connection has ended, and how.
    void closed(Caller caller, ConnectionEnd ending, Message.Closed message);

    /// Something happened to a connection that people should know: nothing of it is in the messages.
    void incident(Caller caller, long nanos, String what);

    /// Everything that has happened so far has been told.
    void caughtUp();
}
