package dev.puce.spy.relay;

import java.io.IOException;
import java.util.ArrayDeque;

/// The memory for captured bytes that wait to be decoded, with an upper limit.
///
/// A connection usually alternates between two chunks. It uses the pool when it opens, when it closes, and while
/// the reader is behind. Chunks beyond a small reserve return to the system.
final class ChunkPool {
    /// Free chunks that are kept, so that short connections need no system call.
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

    synchronized void giveBack(CaptureChunk chunk) {
        inUse--;
        if (free.size() < MAX_FREE) {
            chunk.clear();
            free.addLast(chunk);
        } else {
            chunk.free();
        }
    }

    /// Number of chunks in use.
    synchronized int inUse() {
        return inUse;
    }
}
