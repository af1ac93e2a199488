package dev.puce.spy.relay;

import dev.puce.posix.Pages;
import dev.puce.posix.UnixSocket;
import java.io.IOException;

/// Bytes that a socket has not accepted yet. Usually empty: the sockets' own queues hold a few hundred kilobytes.
final class UnsentBytes implements AutoCloseable {
    private final Pages pages;
    private final long memory;
    private int position;
    private int limit;

    /// Reserves address space for one piece. The system adds memory at the first use.
    ///
    /// @throws IOException if the system has no memory left
    UnsentBytes() throws IOException {
        pages = Pages.map(CaptureChunk.SIZE);
        memory = pages.memory().address();
    }

    boolean isEmpty() {
        return position == limit;
    }

    /// Sends bytes, and keeps those that the peer does not accept now.
    ///
    /// @return false if the peer will never accept anything more
    boolean send(UnixSocket peer, long address, int length) {
        int sent = peer.send(address, length);
        if (sent < 0 && !UnixSocket.wouldBlock(sent)) {
            return false;
        }
        int accepted = Math.max(sent, 0);
        if (accepted < length) {
            keep(address + accepted, length - accepted);
        }
        return true;
    }

    private void keep(long address, int length) {
        pages.copyFrom(address, length);
        position = 0;
        limit = length;
    }

    /// Sends the kept bytes, as far as the peer accepts them.
    ///
    /// @return false if the peer will never accept anything more
    boolean flush(UnixSocket peer) {
        int sent = peer.send(memory + position, limit - position);
        if (sent < 0) {
            return UnixSocket.wouldBlock(sent);
        }
        position += sent;
        return true;
    }

    void clear() {
        position = limit;
    }

    @Override
    public void close() {
        pages.close();
    }
}
