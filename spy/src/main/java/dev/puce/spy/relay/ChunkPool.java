package dev.puce.spy.relay;

import java.util.ArrayDeque;

/// The memory for bytes that wait to be understood, with an upper bound.
///
/// In the steady state a connection uses two chunks in turn and never comes here; it does when it opens, when it
/// closes, and while the reader is behind. What was needed once, for many connections or a slow reader, goes back to
/// the system.
final class ChunkPool {
    /// Chunks that are kept for the next connection, so that short-lived ones need no system call.
    private static final int MOST_KEPT = 16;

    private final int most;
    private final ArrayDeque<CaptureChunk> free = new ArrayDeque<>();
    private int inUse;

    /// @param mostBytes how much memory may wait to be read, in bytes
    ChunkPool(long mostBytes) {
        most = Math.toIntExact(Math.max(2, mostBytes / CaptureChunk.SIZE));
    }

    /// An empty chunk, or null when all memory is in use, or the system has none left.
    synchronized CaptureChunk take() {
        if (inUse == most) {
            return null;
        }
        var chunk = free.pollLast();
        if (chunk == null) {
            try {
                chunk = new CaptureChunk(CaptureChunk.SIZE);
            } catch (OutOfMemoryError none) {
                return null;
            }
        }
        inUse++;
        return chunk;
    }

    synchronized void giveBack(CaptureChunk chunk) {
        inUse--;
        if (free.size() < MOST_KEPT) {
            chunk.clear();
            free.addLast(chunk);
        } else {
            chunk.free();
        }
    }

    /// How many chunks are in use.
    synchronized int inUse() {
        return inUse;
    }
}
