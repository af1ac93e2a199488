package dev.puce.posix;

import java.lang.foreign.MemorySegment;

/// Memory that comes straight from the system and returns to it when closed.
///
/// The JVM counts the memory of its arenas against `-XX:MaxDirectMemorySize`. At that limit it collects garbage
/// and sleeps for up to half a second, which a relay thread must not do. A page takes memory only after it was
/// written.
///
/// The owner must know when the memory is unused: access after [#close()] crashes the process.
///
/// @see <a href="https://man7.org/linux/man-pages/man2/mmap.2.html">mmap(2)</a>
public final class Pages implements AutoCloseable {
    private static final int PROT_READ_WRITE = 1 | 2;
    private static final int MAP_PRIVATE_ANONYMOUS = 0x02 | 0x20;

    /// All memory. A segment for each copy would be an allocation on the relay thread.
    private static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

    private final MemorySegment memory;

    private Pages(MemorySegment memory) {
        this.memory = memory;
    }

    /// Maps zeroed memory.
    ///
    /// @param bytes size; the system rounds it up to whole pages
    /// @throws SystemCallException if the system has no memory left
    public static Pages map(int bytes) throws SystemCallException {
        long address = LibC.mmap(bytes, PROT_READ_WRITE, MAP_PRIVATE_ANONYMOUS);
        if (address < 0) {
            throw new SystemCallException("cannot map " + bytes + " bytes of memory", (int) -address);
        }
        return new Pages(MemorySegment.ofAddress(address).reinterpret(bytes));
    }

    /// The memory, valid until [#close()].
    public MemorySegment memory() {
        return memory;
    }

    /// Copies bytes from an address to the start of this memory.
    public void copyFrom(long address, int length) {
        MemorySegment.copy(ALL, address, memory, 0, length);
    }

    @Override
    public void close() {
        LibC.munmap(memory.address(), memory.byteSize());
    }
}
