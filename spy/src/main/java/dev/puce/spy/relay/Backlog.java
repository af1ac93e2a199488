package dev.puce.spy.relay;

import dev.puce.posix.Pages;
import dev.puce.posix.UnixSocket;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.locks.LockSupport;

/// Bytes that one side does not take yet. Empty nearly always: the sockets' own queues hold a few hundred kilobytes.
final class Backlog implements AutoCloseable {
    /// By plain addresses: what a relay thread does allocates nothing.
    private static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

    /// These bytes are owed to the peer, so who has no memory for them waits.
    private static final long SHORTAGE_PAUSE_NANOS = 50_000_000;

    private Pages pages;
    private MemorySegment memory;
    private int position;
    private int limit;

    boolean isEmpty() {
        return position == limit;
    }

    /// Sends bytes, and keeps what the peer does not take.
    ///
    /// @return false if the peer takes nothing more, ever
    boolean send(UnixSocket peer, long address, int length) {
        int sent = peer.send(address, length);
        if (sent < 0 && !UnixSocket.nothingYet(sent)) {
            return false;
        }
        int taken = Math.max(sent, 0);
        if (taken < length) {
            keep(address + taken, length - taken);
        }
        return true;
    }

    private void keep(long address, int length) {
        while (memory == null) {
            try {
                pages = Pages.map(CaptureChunk.SIZE);
                memory = pages.memory();
            } catch (OutOfMemoryError shortage) {
                LockSupport.parkNanos(this, SHORTAGE_PAUSE_NANOS);
            }
        }
        MemorySegment.copy(ALL, address, memory, 0, length);
        position = 0;
        limit = length;
    }

    /// Sends what was kept, as far as the peer takes it.
    ///
    /// @return false if the peer takes nothing more, ever
    boolean flush(UnixSocket peer) {
        int sent = peer.send(memory.address() + position, limit - position);
        if (sent < 0) {
            return UnixSocket.nothingYet(sent);
        }
        position += sent;
        return true;
    }

    void clear() {
        position = limit;
    }

    /// Gives the memory back; nothing will be sent any more.
    @Override
    public void close() {
        if (pages != null) {
            pages.close();
        }
    }
}
