package dev.puce.spy.relay;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.function.Supplier;

/// The memory for bytes that wait to be understood, with an upper bound.
///
/// In the steady state a connection uses two chunks in turn and never comes here; it does when it opens, when it
/// closes, and while the reader is behind. What was needed once, for many connections or a slow reader, goes back to
/// the system.
final class ChunkPool {
    /// Chunks that are kept for the next connection, so that short-lived ones need no system call.
    private static final int MOST_KEPT = 16;

    /// Where the heap is full, each attempt to make a chunk is a collection of all of it, and programs wait.
    private static final long SHORTAGE_PAUSE_NANOS = Duration.ofMillis(100).toNanos();

    private final int most;
    private final Supplier<CaptureChunk> maker;
    private final ArrayDeque<CaptureChunk> free = new ArrayDeque<>();
    private int inUse;
    private boolean shortage;
    private long retryNanos;

    /// @param mostBytes how much memory may wait to be read, in bytes
    ChunkPool(long mostBytes) {
        this(mostBytes, () -> new CaptureChunk(CaptureChunk.SIZE));
    }

    ChunkPool(long mostBytes, Supplier<CaptureChunk> maker) {
        this.maker = maker;
        most = Math.toIntExact(Math.max(2, mostBytes / CaptureChunk.SIZE));
    }

    /// An empty chunk, or null when all memory is in use, or neither system nor heap had any a moment ago.
    synchronized CaptureChunk take() {
        if (inUse == most) {
            return null;
        }
        var chunk = free.pollLast();
        if (chunk == null) {
            chunk = make();
        }
        if (chunk != null) {
            inUse++;
        }
        return chunk;
    }

    private CaptureChunk make() {
        if (shortage && System.nanoTime() - retryNanos < 0) {
            return null;
        }
        try {
            var chunk = maker.get();
            shortage = false;
            return chunk;
        } catch (OutOfMemoryError none) {
            shortage = true;
            retryNanos = System.nanoTime() + SHORTAGE_PAUSE_NANOS;
            return null;
        }
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
