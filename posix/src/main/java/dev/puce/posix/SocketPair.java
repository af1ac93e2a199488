package dev.puce.posix;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Waits for either of two sockets, with `poll(2)` and without allocation.
///
/// @see <a href="https://man7.org/linux/man-pages/man2/poll.2.html">poll(2)</a>
public final class SocketPair {
    /// Bytes or the end of the stream can be received.
    public static final int READABLE = 0x001;

    /// Bytes can be sent.
    public static final int WRITABLE = 0x004;

    /// An error, or both directions have ended. Always reported.
    public static final int ENDED = 0x008 | 0x010;

    /// The peer has stopped sending (`POLLRDHUP`). Bytes may still be unread.
    public static final int STOPPED_SENDING = 0x2000;

    /// Wait only for the end of both directions.
    public static final int END_ONLY = 0;

    /// Ignore the socket.
    public static final int IGNORE = -1;

    /// Wait without a timeout.
    public static final int NO_TIMEOUT = -1;

    // struct pollfd: int fd, short events, short revents
    private static final int POLLFD_SIZE = 8;
    private static final int EVENTS = 4;
    private static final int REVENTS = 6;

    private final MemorySegment fds = Arena.ofAuto().allocate(2 * POLLFD_SIZE, JAVA_INT.byteAlignment());
    private final long address = fds.address();
    private final int first;
    private final int second;

    public SocketPair(UnixSocket first, UnixSocket second) {
        this.first = first.fd();
        this.second = second.fd();
    }

    /// Waits until one of the requested events has happened, or until the timeout.
    ///
    /// @param firstEvents  events of the first socket: any of [#READABLE], [#WRITABLE] and [#STOPPED_SENDING],
    ///                     or [#END_ONLY], or [#IGNORE]
    /// @param secondEvents the same for the second socket
    public void await(int firstEvents, int secondEvents, int timeoutMillis) {
        fds.set(JAVA_INT, 0, firstEvents == IGNORE ? -1 : first);
        fds.set(JAVA_SHORT, EVENTS, (short) firstEvents);
        fds.set(JAVA_INT, POLLFD_SIZE, secondEvents == IGNORE ? -1 : second);
        fds.set(JAVA_SHORT, POLLFD_SIZE + EVENTS, (short) secondEvents);
        int result = LibC.poll(address, 2, timeoutMillis);
        if (result <= 0) { // timeout, or interrupted: no event
            fds.set(JAVA_SHORT, REVENTS, (short) 0);
            fds.set(JAVA_SHORT, POLLFD_SIZE + REVENTS, (short) 0);
        }
    }

    /// The events on the first socket.
    public int first() {
        return fds.get(JAVA_SHORT, REVENTS);
    }

    /// The events on the second socket.
    public int second() {
        return fds.get(JAVA_SHORT, POLLFD_SIZE + REVENTS);
    }
}
