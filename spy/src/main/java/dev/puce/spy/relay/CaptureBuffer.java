package dev.puce.spy.relay;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReference;

/// What passed on one connection and has not been understood yet: a queue of records between the relay thread, which
/// receives bytes straight into it, and the capture thread.
///
/// Nothing in the writer's methods waits or, in the steady state, allocates. When the reader is so far behind that no
/// memory is left ([ChunkPool]), bytes go through a scratch area and are counted as lost; keeping begins again at the
/// next byte that a client sends after its daemon, which is where a request begins.
final class CaptureBuffer {
    /// Kinds of records.
    static final int TO_DAEMON = 1;

    static final int TO_CLIENT = 2;
    static final int LOST = 3;
    static final int ENDED = 4;

    /// A record of a received piece may have at least so many bytes; smaller rests of a chunk are not used.
    private static final int LEAST_ROOM = 4096;

    private final ChunkPool pool;

    /// The chunk that the reader emptied last, for the writer to use again.
    private final AtomicReference<CaptureChunk> spare = new AtomicReference<>();

    private CaptureChunk writing;
    private CaptureChunk reading;
    private CaptureChunk scratch;
    private boolean scratching;
    private int lastKind = TO_CLIENT;
    private long lost;

    CaptureBuffer(ChunkPool pool) {
        this.pool = pool;
        var first = pool.take();
        writing = first == null ? new CaptureChunk() : first;
        reading = writing;
    }

    /// Writer: makes room for the next piece. To be called before waiting for bytes, not between receiving and
    /// sending.
    void prepare() {
        if (scratching ? lastKind == TO_CLIENT : writing.room() < LEAST_ROOM) {
            var next = freshChunk();
            if (next != null) {
                continueIn(next, System.nanoTime());
            } else if (!scratching) {
                scratching = true;
                scratch = new CaptureChunk();
            }
        }
    }

    private CaptureChunk freshChunk() {
        var chunk = spare.getAndSet(null);
        return chunk == null ? pool.take() : chunk;
    }

    private void continueIn(CaptureChunk next, long nanos) {
        if (scratching) {
            var count = Long.toString(lost).getBytes(StandardCharsets.US_ASCII);
            next.write(count);
            next.commit(LOST, nanos, count.length);
            scratching = false;
            scratch = null;
            lost = 0;
        }
        writing.continueIn(next);
        writing = next;
    }

    /// Writer: where the next piece may be received to.
    long address() {
        return target().address();
    }

    /// Writer: how long the next piece may be.
    int room() {
        return target().room();
    }

    /// Writer: a piece has been received to [#address()].
    void commit(int kind, long nanos, int length) {
        lastKind = kind;
        if (scratching) {
            lost += length;
        } else {
            writing.commit(kind, nanos, length);
        }
    }

    /// Writer: like [#commit], but the piece begins some bytes behind [#address()].
    void commitFrom(int offset, int kind, long nanos, int length) {
        target().moveToFront(offset, length);
        commit(kind, nanos, length);
    }

    /// Writer: the connection has ended, or has begun to. Never lost: there are few of them.
    void ended(Ending ending, long nanos, String detail) {
        var text = (ending.name() + ' ' + detail).getBytes(StandardCharsets.UTF_8);
        if (scratching || writing.room() < text.length) {
            var next = freshChunk();
            if (next == null) {
                next = new CaptureChunk();
            }
            continueIn(next, nanos);
        }
        writing.write(text);
        writing.commit(ENDED, nanos, text.length);
    }

    private CaptureChunk target() {
        return scratching ? scratch : writing;
    }

    /// Reader: the chunk whose next record is the oldest one that was not read, or null if all were.
    CaptureChunk oldest() {
        while (!reading.hasRecord()) {
            var next = reading.next();
            if (next == null) {
                return null;
            }
            if (!reading.hasRecord()) { // the writer may have committed before it went on
                recycle(reading);
                reading = next;
            }
        }
        return reading;
    }

    private void recycle(CaptureChunk chunk) {
        chunk.clear();
        if (!spare.compareAndSet(null, chunk)) {
            pool.giveBack(chunk);
        }
    }

    /// Reader: gives the memory back; nothing will be written or read any more.
    void release() {
        pool.giveBack(reading);
        var unused = spare.getAndSet(null);
        if (unused != null) {
            pool.giveBack(unused);
        }
    }
}
