package dev.puce.spy.relay;

import dev.puce.pcsc.Caller;
import dev.puce.wire.Direction;
import java.nio.ByteBuffer;

/// Learns what passed the relay. All methods are called by one thread, which no application waits for, in the order
/// in which things happened; times are nanoseconds of the monotonic clock (`System.nanoTime()`).
public interface CaptureListener {
    /// A client has connected.
    void opened(Caller caller, long nanos);

    /// Bytes have passed, in pieces that have nothing to do with the borders of messages.
    ///
    /// @param bytes valid during the call only
    void passed(int connection, Direction direction, long nanos, ByteBuffer bytes);

    /// Bytes have passed that could not be kept: the listener was too slow for too long. What comes next is,
    /// as far as can be told without understanding the bytes, the begin of a request.
    void lost(int connection, long nanos, long bytes);

    /// Bytes were told that have not been understood, because the heap was exhausted; some of what they meant may have
    /// been. What comes next is the begin of a request, as after [#lost].
    void notUnderstood(int connection, long nanos, long bytes);

    /// Connections have come of which nothing was kept, not even that they came: too many others waited to be told.
    void untold(long connections, long nanos);

    /// A connection has ended, or has begun to.
    ///
    /// @param detail more than [ConnectionEnd#text()] tells, for example an error of the system; may be empty
    void ended(int connection, long nanos, ConnectionEnd ending, String detail);

    /// Everything that has happened so far has been told.
    void caughtUp();
}
