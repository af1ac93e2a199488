package dev.puce.spy.relay;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import dev.puce.posix.Pages;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;

/// Memory that a relay thread fills with records and the capture thread reads, without a lock.
///
/// A record is its kind (4 bytes), its length (4), its time (8), then the bytes, padded to 8. The writer
/// publishes a record by moving `committed` past it.
final class CaptureChunk {
    /// Bytes of a chunk. The largest message of pcsc-lite (65580 bytes) takes one or two pieces.
    static final int SIZE = 64 * 1024;

    /// Bytes of a chunk that holds only the end of a connection and its count of dropped bytes.
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

    private int written; // used by the writer only
    private int read; // used by the reader only

    @SuppressWarnings("unused") // through COMMITTED
    private int committed;

    @SuppressWarnings("unused") // through NEXT
    private CaptureChunk next;

    /// An empty chunk.
    ///
    /// @param size its bytes, [#SIZE] or [#SMALL_SIZE]
    /// @throws IOException if the system has no memory left
    CaptureChunk(int size) throws IOException {
        pages = Pages.map(size);
        memory = pages.memory();
        address = memory.address();
        buffer = memory.asByteBuffer();
    }

    /// Returns the memory to the system. The chunk must not be used afterwards.
    void free() {
        pages.close();
    }

    /// Whether the chunk has the usual size.
    boolean isFullSize() {
        return memory.byteSize() == SIZE;
    }

    /// Removes all records. The chunk must have one owner.
    void clear() {
        written = 0;
        read = 0;
        COMMITTED.setRelease(this, 0);
        NEXT.setRelease(this, null);
    }

    /// Writer: the longest possible next record, in bytes.
    int room() {
        return (int) memory.byteSize() - written - RECORD_HEADER;
    }

    /// Writer: the address of the next record's bytes.
    long address() {
        return address + written + RECORD_HEADER;
    }

    /// Writer: publishes the next record, whose bytes are already at [#address()].
    void commit(int kind, long nanos, int length) {
        memory.set(JAVA_INT_UNALIGNED, written, kind);
        memory.set(JAVA_INT_UNALIGNED, written + LENGTH, length);
        memory.set(JAVA_LONG_UNALIGNED, written + TIME, nanos);
        written += RECORD_HEADER + (length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        COMMITTED.setVolatile(this, written);
    }

    /// Writer: moves bytes to the start of the next record, over the bytes before them.
    void moveToFront(int offset, int length) {
        int start = written + RECORD_HEADER;
        MemorySegment.copy(memory, start + offset, memory, start, length);
    }

    /// Writer: names the chunk with the next records. Nothing may be committed to this chunk afterwards.
    void continueIn(CaptureChunk chunk) {
        NEXT.setRelease(this, chunk);
    }

    /// Reader: whether there is an unread record.
    boolean hasRecord() {
        return read < (int) COMMITTED.getAcquire(this);
    }

    /// Reader: the chunk with the next records, or null while they are added here.
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

    /// Reader: moves to the next record.
    void skip() {
        int length = memory.get(JAVA_INT_UNALIGNED, read + LENGTH);
        read += RECORD_HEADER + (length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }

    /// Writer: copies bytes to an offset from [#address()], for records that do not come from a socket.
    void write(int offset, byte[] bytes, int length) {
        MemorySegment.copy(bytes, 0, memory, JAVA_BYTE, written + RECORD_HEADER + offset, length);
    }

    /// Writer: writes a number at [#address()].
    ///
    /// @return its length in bytes
    int write(long number) {
        memory.set(JAVA_LONG_UNALIGNED, written + RECORD_HEADER, number);
        return Long.BYTES;
    }

    /// Reader: the record as a number.
    long number() {
        return memory.get(JAVA_LONG_UNALIGNED, read + RECORD_HEADER);
    }

    private static VarHandle handle(String field, Class<?> type) {
        try {
            return MethodHandles.lookup().findVarHandle(CaptureChunk.class, field, type);
        } catch (ReflectiveOperationException impossible) {
            throw new LinkageError("CaptureChunk has no field " + field, impossible);
        }
    }
}
