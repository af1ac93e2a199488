package dev.puce.wire;

import dev.puce.iso7816.Bytes;

/// An observation on a connection, with the times of its first and last byte in nanoseconds of the observer's
/// clock.
public sealed interface Message {
    /// Returns the time of the last byte.
    long lastNanos();

    /// A request of the client.
    record Asked(Request request, long firstNanos, long lastNanos) implements Message {}

    /// The daemon's reply to a request.
    record Answered(Asked asked, Reply reply, long firstNanos, long lastNanos) implements Message {}

    /// An event that the daemon sent without a request.
    record Notified(Reply.Event event, long firstNanos, long lastNanos) implements Message {}

    /// Bytes that puce cannot decode. The relay forwarded them.
    ///
    /// @param beginning the first bytes
    /// @param length    number of bytes
    /// @param reason    the reason, as text
    record NotUnderstood(
            Direction direction, Bytes beginning, long length, String reason, long firstNanos, long lastNanos)
            implements Message {}

    /// The end of the connection.
    ///
    /// @param by                which way the end travelled: TO_DAEMON if the client closed
    /// @param unfinishedRequest number of bytes of an incomplete request
    /// @param unfinishedReply   number of bytes of an incomplete reply
    record Closed(Direction by, long unfinishedRequest, long unfinishedReply, long lastNanos) implements Message {}
}
