package dev.puce.posix;

import java.lang.foreign.MemorySegment;

/// Memory that comes straight from the system and goes back to it at once.
///
/// The JVM counts what its own arenas allocate against `-XX:MaxDirectMemorySize`, and at the limit it collects garbage
/// and sleeps, for up to half a second, before it gives up: no place for a thread that an application waits for. A
/// page of these costs nothing until it is written to.
///
/// Whoever has mapped them must know when nobody uses them any more: to touch them after [#close()] ends the process.
///
/// @see <a href="https://man7.org/linux/man-pages/man2/mmap.2.html">mmap(2)</a>
public final class Pages implements AutoCloseable {
    private static final int PROT_READ_WRITE = 1 | 2;
    private static final int MAP_PRIVATE_ANONYMOUS = 0x02 | 0x20;

    private final MemorySegment memory;

    private Pages(MemorySegment memory) {
        this.memory = memory;
    }

    /// Zeroed memory.
    ///
    /// @param bytes how much; whole pages are taken
    /// @throws OutOfMemoryError if the system has none left
    public static Pages map(int bytes) {
        long address = LibC.mmap(bytes, PROT_READ_WRITE, MAP_PRIVATE_ANONYMOUS);
        if (address < 0) {
            throw new OutOfMemoryError("the system gives no memory: " + Errno.name((int) -address));
        }
        try {
            return new Pages(MemorySegment.ofAddress(address).reinterpret(bytes));
        } catch (OutOfMemoryError noHeap) {
            LibC.munmap(address, bytes);
            throw noHeap;
        }
    }

    /// The memory, valid until [#close()].
    public MemorySegment memory() {
        return memory;
    }

    @Override
    public void close() {
        LibC.munmap(memory.address(), memory.byteSize());
    }
}
