package dev.puce.spy.relay;

import dev.puce.spy.ConnectionEnd;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;

/// A queue of records between a relay thread, which receives bytes straight into it, and the capture thread.
///
/// The writer's methods neither wait nor allocate. When capture memory is full ([ChunkPool]), bytes pass through
/// a scratch chunk and are counted as dropped. Capturing continues at the next byte that the client sends after
/// the daemon, which is the start of a request. The end of a connection is never dropped: every chunk reserves
/// room for it.
///
/// `RelayAllocationTest` checks that a relayed call allocates nothing; `bench/spy-speed` measures the time it
/// takes.
final class CaptureBuffer {
    /// Kinds of records.
    static final int TO_DAEMON = 1;

    static final int TO_CLIENT = 2;
    static final int DROPPED = 3;
    static final int ENDED = 4;

    static final byte[] NO_DETAIL = {};

    /// Least room for a received piece, in bytes. A smaller rest of a chunk stays unused.
    private static final int MIN_ROOM = 4096;

    /// Longest text of an end, in bytes.
    private static final int MAX_TEXT = 512;

    /// Bytes at the end of a chunk that pieces leave free: for the two ends that a connection has at most, and the
    /// count of dropped bytes before each of them.
    private static final int RESERVE = 2 * (MAX_TEXT + 64);

    /// Names of the ends, as bytes.
    private static final Map<ConnectionEnd, byte[]> END_NAMES = new EnumMap<>(ConnectionEnd.class);

    static {
        for (var end : ConnectionEnd.values()) {
            END_NAMES.put(end, (end.name() + ' ').getBytes(StandardCharsets.UTF_8));
        }
    }

    private final ChunkPool pool;

    private final CaptureChunk scratch;
    private CaptureChunk writing;
    private CaptureChunk reading;
    private boolean dropping;
    private int lastKind = TO_CLIENT;
    private long dropped;

    /// A buffer whose records the capture thread will read.
    ///
    /// @throws IOException if the system has no memory left
    CaptureBuffer(ChunkPool pool) throws IOException {
        this.pool = pool;
        scratch = new CaptureChunk(CaptureChunk.SIZE);
        var first = pool.take();
        try {
            writing = first == null ? new CaptureChunk(CaptureChunk.SMALL_SIZE) : first;
        } catch (IOException noMemory) {
            scratch.free();
            throw noMemory;
        }
        reading = writing;
    }

    private CaptureBuffer(CaptureChunk scratch) {
        pool = null;
        this.scratch = scratch;
        dropping = true;
        writing = scratch;
    }

    /// A buffer that captures nothing, for a connection that is not part of the trace.
    ///
    /// @throws IOException if the system has no memory left
    static CaptureBuffer capturingNothing() throws IOException {
        return new CaptureBuffer(new CaptureChunk(CaptureChunk.SIZE));
    }

    private boolean capturesNothing() {
        return pool == null;
    }

    /// Writer: makes room for the next piece. To be called before waiting for bytes, not between receiving and
    /// sending.
    void prepare() {
        if (capturesNothing()) {
            return;
        }
        if (dropping ? lastKind == TO_CLIENT : writing.room() - RESERVE < MIN_ROOM) {
            var next = pool.take();
            if (next != null) {
                commitDropped(System.nanoTime());
                writing.continueIn(next);
                writing = next;
            } else {
                dropping = true;
            }
        }
    }

    private void commitDropped(long nanos) {
        if (dropping) {
            writing.commit(DROPPED, nanos, writing.write(dropped));
            dropping = false;
            dropped = 0;
        }
    }

    private void commitEnd(ConnectionEnd end, byte[] detail, long nanos) {
        var name = END_NAMES.get(end);
        int rest = Math.min(detail.length, MAX_TEXT - name.length);
        writing.write(0, name, name.length);
        writing.write(name.length, detail, rest);
        writing.commit(ENDED, nanos, name.length + rest);
    }

    /// Writer: the address to receive the next piece at.
    long address() {
        return target().address();
    }

    /// Writer: the address of 4096 unused bytes.
    long scratchAddress() {
        return scratch.address();
    }

    /// Writer: the longest possible next piece, in bytes.
    int room() {
        return target().room() - RESERVE;
    }

    /// Writer: commits a piece that was received at [#address()].
    void commit(int kind, long nanos, int length) {
        lastKind = kind;
        if (dropping) {
            dropped += length;
        } else {
            writing.commit(kind, nanos, length);
        }
    }

    /// Writer: like [#commit], but the piece starts some bytes after [#address()].
    void commitFrom(int offset, int kind, long nanos, int length) {
        target().moveToFront(offset, length);
        commit(kind, nanos, length);
    }

    /// Writer: commits an end of the connection; at most two. After the last one the writer must not use the
    /// buffer: the reader frees it.
    void ended(ConnectionEnd end, long nanos, byte[] detail) {
        if (end.isLast()) {
            scratch.free();
        }
        if (!capturesNothing()) {
            commitDropped(nanos);
            commitEnd(end, detail, nanos);
        }
    }

    private CaptureChunk target() {
        return dropping ? scratch : writing;
    }

    /// Reader: the chunk with the oldest unread record, or null if all records were read.
    CaptureChunk oldest() {
        while (!reading.hasRecord()) {
            var next = reading.next();
            if (next == null) {
                return null;
            }
            if (!reading.hasRecord()) { // the writer may have committed before it continued in the next chunk
                free(reading);
                reading = next;
            }
        }
        return reading;
    }

    private void free(CaptureChunk chunk) {
        if (chunk.isFullSize()) {
            pool.giveBack(chunk);
        } else {
            chunk.free();
        }
    }

    /// Reader: frees the memory. Nothing may be written or read afterwards.
    void release() {
        free(reading);
    }
}
