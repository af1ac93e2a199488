package dev.puce.wire;

import dev.puce.iso7816.Bytes;

/// Something that was observed on a connection, with the times at which its first and its last byte were
/// seen, in nanoseconds of the observer's clock.
public sealed interface Message {
    /// When the last byte was seen.
    long lastNanos();

    /// A request of the client.
    record Asked(Request request, long firstNanos, long lastNanos) implements Message {}

    /// The daemon's answer to a request.
    record Answered(Asked asked, Reply reply, long firstNanos, long lastNanos) implements Message {}

    /// An event that the daemon sent by itself.
    record Notified(Reply.Event event, long firstNanos, long lastNanos) implements Message {}

    /// Bytes without a meaning that puce knows. They have been passed on.
    ///
    /// @param beginning the first of them
    /// @param length    how many there were
    /// @param reason    what is wrong with them, in words
    record NotUnderstood(
            Direction direction, Bytes beginning, long length, String reason, long firstNanos, long lastNanos)
            implements Message {}

    /// The end of the connection.
    ///
    /// @param by                which way the end travelled: TO_DAEMON if the client closed
    /// @param unfinishedRequest number of bytes of a request that did not come to its end
    /// @param unfinishedReply   number of bytes of a reply that did not come to its end
    record Closed(Direction by, long unfinishedRequest, long unfinishedReply, long lastNanos) implements Message {}
}
