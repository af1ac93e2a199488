package dev.puce.spy.relay;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import dev.puce.posix.Pages;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;

/// A piece of memory that a relay thread fills with records and the capture thread reads, without a lock.
///
/// A record is its kind (4 bytes), its length (4), its time (8), then the bytes, padded to 8. The writer publishes a
/// record by moving `committed` behind it.
final class CaptureChunk {
    /// Bytes of a chunk: takes the largest message that pcsc-lite has (65580 bytes) in one or two pieces.
    static final int SIZE = 64 * 1024;

    /// Bytes of a chunk that has room for how a connection ended and how much of it was lost, and no more.
    static final int SMALL_SIZE = 4096;

    static final int RECORD_HEADER = 16;

    private static final int ALIGNMENT = 8;
    private static final int LENGTH = 4;
    private static final int TIME = 8;
    private static final VarHandle COMMITTED = handle("committed", int.class);
    private static final VarHandle NEXT = handle("next", CaptureChunk.class);

    private final Pages pages;
    private final MemorySegment memory;
    private final ByteBuffer buffer;
    private final long address;

    private int written; // the writer's own
    private int read; // the reader's own

    @SuppressWarnings("unused") // through COMMITTED
    private int committed;

    @SuppressWarnings("unused") // through NEXT
    private CaptureChunk next;

    /// An empty chunk.
    ///
    /// @param size its bytes, [#SIZE] or [#SMALL_SIZE]
    CaptureChunk(int size) {
        pages = Pages.map(size);
        memory = pages.memory();
        address = memory.address();
        try {
            buffer = memory.asByteBuffer();
        } catch (OutOfMemoryError noHeap) {
            pages.close();
            throw noHeap;
        }
    }

    /// Gives the memory back; for whoever owns it alone. Nobody may touch it any more.
    void free() {
        pages.close();
    }

    /// Whether it has the usual size.
    boolean isWhole() {
        return memory.byteSize() == SIZE;
    }

    /// Makes an empty chunk of it; for whoever owns it alone.
    void clear() {
        written = 0;
        read = 0;
        COMMITTED.setRelease(this, 0);
        NEXT.setRelease(this, null);
    }

    /// Writer: how many bytes the next record may have.
    int room() {
        return (int) memory.byteSize() - written - RECORD_HEADER;
    }

    /// Writer: where the bytes of the next record go.
    long address() {
        return address + written + RECORD_HEADER;
    }

    /// Writer: publishes the next record, whose bytes are at [#address()] already.
    void commit(int kind, long nanos, int length) {
        memory.set(JAVA_INT_UNALIGNED, written, kind);
        memory.set(JAVA_INT_UNALIGNED, written + LENGTH, length);
        memory.set(JAVA_LONG_UNALIGNED, written + TIME, nanos);
        written += RECORD_HEADER + (length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        COMMITTED.setVolatile(this, written);
    }

    /// Writer: drops bytes in front of the next record's.
    void moveToFront(int offset, int length) {
        int start = written + RECORD_HEADER;
        MemorySegment.copy(memory, start + offset, memory, start, length);
    }

    /// Writer: says where records go on. Nothing may be committed here any more.
    void continueIn(CaptureChunk chunk) {
        NEXT.setRelease(this, chunk);
    }

    /// Reader: whether there is a record.
    boolean hasRecord() {
        return read < (int) COMMITTED.getAcquire(this);
    }

    /// Reader: where records go on, or null while they still come here.
    CaptureChunk next() {
        return (CaptureChunk) NEXT.getAcquire(this);
    }

    int kind() {
        return memory.get(JAVA_INT_UNALIGNED, read);
    }

    long nanos() {
        return memory.get(JAVA_LONG_UNALIGNED, read + TIME);
    }

    /// Reader: the bytes of the record, valid until [#skip()].
    ByteBuffer bytes() {
        int length = memory.get(JAVA_INT_UNALIGNED, read + LENGTH);
        return buffer.limit(read + RECORD_HEADER + length).position(read + RECORD_HEADER);
    }

    /// Reader: goes to the next record.
    void skip() {
        int length = memory.get(JAVA_INT_UNALIGNED, read + LENGTH);
        read += RECORD_HEADER + (length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }

    /// Writer: puts bytes some way behind [#address()], for records that do not come from a socket.
    void write(int offset, byte[] bytes, int length) {
        MemorySegment.copy(bytes, 0, memory, JAVA_BYTE, written + RECORD_HEADER + offset, length);
    }

    /// Writer: puts a number where [#address()] points.
    ///
    /// @return its length in bytes
    int write(long number) {
        memory.set(JAVA_LONG_UNALIGNED, written + RECORD_HEADER, number);
        return Long.BYTES;
    }

    /// Reader: the number that is the record.
    long number() {
        return memory.get(JAVA_LONG_UNALIGNED, read + RECORD_HEADER);
    }

    private static VarHandle handle(String field, Class<?> type) {
        try {
            return MethodHandles.lookup().findVarHandle(CaptureChunk.class, field, type);
        } catch (ReflectiveOperationException impossible) {
            throw new LinkageError("a field of this very class", impossible);
        }
    }
}
