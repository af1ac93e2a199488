package dev.puce.spy.relay;

import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/// What passed on one connection and has not been understood yet: a queue of records between the relay thread, which
/// receives bytes straight into it, and the capture thread.
///
/// Nothing in the writer's methods waits or, in the steady state, allocates. When the reader is so far behind that no
/// memory is left ([ChunkPool]), bytes go through a scratch area and are counted as lost; keeping begins again at the
/// next byte that a client sends after its daemon, which is where a request begins. How a connection ends is never
/// lost: every chunk has room for it behind the pieces. Nor does a writer need the heap: what it may come to need is
/// there from the beginning.
final class CaptureBuffer {
    /// Kinds of records.
    static final int TO_DAEMON = 1;

    static final int TO_CLIENT = 2;
    static final int LOST = 3;
    static final int ENDED = 4;

    static final byte[] NO_DETAIL = {};

    /// A record of a received piece may have at least so many bytes; smaller rests of a chunk are not used.
    private static final int LEAST_ROOM = 4096;

    /// Longest text of an ending, in bytes.
    private static final int LONGEST_TEXT = 512;

    /// Bytes at the end of a chunk that pieces leave free: for the two endings that a connection has at most (it stops
    /// sending, it ends), and what was lost before each of them.
    private static final int RESERVE = 2 * (LONGEST_TEXT + 64);

    /// How endings are called, as bytes.
    private static final Map<ConnectionEnd, byte[]> ENDINGS = new EnumMap<>(ConnectionEnd.class);

    static {
        for (var ending : ConnectionEnd.values()) {
            ENDINGS.put(ending, (ending.name() + ' ').getBytes(StandardCharsets.UTF_8));
        }
    }

    private final ChunkPool pool;

    /// The chunk that the reader emptied last, for the writer to use again.
    private final AtomicReference<CaptureChunk> spare = new AtomicReference<>();

    private CaptureChunk writing;
    private CaptureChunk reading;
    private final CaptureChunk scratch = new CaptureChunk(CaptureChunk.SIZE);
    private boolean scratching;
    private int lastKind = TO_CLIENT;
    private long lost;

    /// A buffer whose records somebody will read.
    CaptureBuffer(ChunkPool pool) {
        this.pool = pool;
        var first = pool.take();
        try {
            writing = first == null ? new CaptureChunk(CaptureChunk.SMALL_SIZE) : first;
        } catch (OutOfMemoryError none) {
            scratch.free();
            throw none;
        }
        reading = writing;
    }

    private CaptureBuffer() {
        pool = null;
        scratching = true;
        writing = scratch;
    }

    /// A buffer that keeps nothing, for a connection of which nobody will be told.
    static CaptureBuffer keepingNothing() {
        return new CaptureBuffer();
    }

    private boolean keepsNothing() {
        return pool == null;
    }

    /// Writer: makes room for the next piece. To be called before waiting for bytes, not between receiving and
    /// sending.
    void prepare() {
        if (keepsNothing()) {
            return;
        }
        if (scratching ? lastKind == TO_CLIENT : writing.room() - RESERVE < LEAST_ROOM) {
            var next = freshChunk();
            if (next != null) {
                tellWhatWasLost(System.nanoTime());
                writing.continueIn(next);
                writing = next;
            } else {
                scratching = true;
            }
        }
    }

    private CaptureChunk freshChunk() {
        var chunk = spare.getAndSet(null);
        return chunk == null ? pool.take() : chunk;
    }

    private void tellWhatWasLost(long nanos) {
        if (scratching) {
            writing.commit(LOST, nanos, writing.write(lost));
            scratching = false;
            lost = 0;
        }
    }

    private void writeEnding(ConnectionEnd ending, byte[] detail, long nanos) {
        var name = ENDINGS.get(ending);
        int rest = Math.min(detail.length, LONGEST_TEXT - name.length);
        writing.write(0, name, name.length);
        writing.write(name.length, detail, rest);
        writing.commit(ENDED, nanos, name.length + rest);
    }

    /// Writer: where the next piece may be received to.
    long address() {
        return target().address();
    }

    /// Writer: where 4096 bytes may go that nobody needs.
    long scratchAddress() {
        return scratch.address();
    }

    /// Writer: how long the next piece may be.
    int room() {
        return target().room() - RESERVE;
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

    /// Writer: the connection has ended, or has begun to; not more than twice. After the last of its endings the
    /// writer must not come again: the reader gives the memory back.
    void ended(ConnectionEnd ending, long nanos, byte[] detail) {
        if (ending.isLast()) {
            scratch.free();
        }
        if (!keepsNothing()) {
            tellWhatWasLost(nanos);
            writeEnding(ending, detail, nanos);
        }
    }

    /// Gives the memory back of a buffer that nobody will write to or read.
    void discard() {
        scratch.free();
        if (!keepsNothing()) {
            release();
        }
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
        if (!chunk.isWhole()) {
            chunk.free();
            return;
        }
        chunk.clear();
        if (!spare.compareAndSet(null, chunk)) {
            pool.giveBack(chunk);
        }
    }

    /// Reader: gives the memory back; nothing will be written or read any more.
    void release() {
        if (reading.isWhole()) {
            pool.giveBack(reading);
        } else {
            reading.free();
        }
        var unused = spare.getAndSet(null);
        if (unused != null) {
            pool.giveBack(unused);
        }
    }
}
