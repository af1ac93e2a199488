package dev.puce.spy.relay;

import java.io.IOException;
import java.util.ArrayDeque;

/// The memory for captured bytes that wait to be decoded, with an upper limit.
///
/// A connection takes a chunk for every 64 kB that pass, which is about once in 500 calls. Chunks beyond a small
/// reserve return to the system. A lock-free reserve for each connection made no measurable difference
/// (`bench/spy-speed`).
final class ChunkPool {
    /// Free chunks that are kept, so that busy connections need no system calls.
    private static final int MAX_FREE = 16;

    private final int maxInUse;
    private final ArrayDeque<CaptureChunk> free = new ArrayDeque<>();
    private int inUse;

    /// @param maxBytes limit of the memory that waits to be read, in bytes
    ChunkPool(long maxBytes) {
        maxInUse = Math.toIntExact(Math.max(2, maxBytes / CaptureChunk.SIZE));
    }

    /// An empty chunk, or null if the limit is reached or the system has no memory left.
    synchronized CaptureChunk take() {
        if (inUse == maxInUse) {
            return null;
        }
        try {
            var chunk = free.isEmpty() ? new CaptureChunk(CaptureChunk.SIZE) : free.pollLast();
            inUse++;
            return chunk;
        } catch (IOException noMemory) {
            return null;
        }
    }

    void giveBack(CaptureChunk chunk) {
        chunk.clear();
        if (!keep(chunk)) {
            chunk.free(); // without the lock, for which a relay thread could wait
        }
    }

    private synchronized boolean keep(CaptureChunk chunk) {
        inUse--;
        if (free.size() == MAX_FREE) {
            return false;
        }
        free.addLast(chunk);
        return true;
    }

    /// Number of chunks in use.
    synchronized int inUse() {
        return inUse;
    }
}
