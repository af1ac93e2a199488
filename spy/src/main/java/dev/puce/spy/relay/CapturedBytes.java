package dev.puce.spy.relay;

import dev.puce.spy.ConnectionEnd;
import dev.puce.wire.Direction;
import java.nio.ByteBuffer;

/// Receives the captured bytes of one connection from the capture thread, in order of time. Times are
/// nanoseconds of the monotonic clock (`System.nanoTime()`).
interface CapturedBytes {
    /// Handles bytes that have passed. Pieces do not follow the boundaries of messages.
    ///
    /// @param bytes valid during the call only
    void passed(Direction direction, long nanos, ByteBuffer bytes);

    /// Handles a gap: capture memory was full, so bytes were dropped. The next piece starts at the start of a
    /// request.
    void dropped(long nanos, long bytes);

    /// Handles the end of the connection.
    ///
    /// @param detail adds to [ConnectionEnd#text()], for example a system error; may be empty
    void ended(ConnectionEnd end, long nanos, String detail);
}
