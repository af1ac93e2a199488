package dev.puce.spy.relay;

import java.util.ArrayDeque;

/// The memory for bytes that wait to be understood, with an upper bound.
///
/// In the steady state a connection uses two chunks in turn and never comes here; it does when it opens, when it
/// closes, and while the reader is behind.
final class ChunkPool {
    private final int most;
    private final ArrayDeque<CaptureChunk> free = new ArrayDeque<>();
    private int made;

    /// @param mostBytes how much memory may wait to be read, in bytes
    ChunkPool(long mostBytes) {
        most = Math.toIntExact(Math.max(2, mostBytes / CaptureChunk.SIZE));
    }

    /// An empty chunk, or null when all memory is in use.
    synchronized CaptureChunk take() {
        var chunk = free.pollLast();
        if (chunk == null && made < most) {
            chunk = new CaptureChunk();
            made++;
        }
        return chunk;
    }

    synchronized void giveBack(CaptureChunk chunk) {
        chunk.clear();
        if (free.size() < most) {
            free.addLast(chunk);
        }
    }
}
