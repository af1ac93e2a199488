package dev.puce.fuzz;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/// Checks that reading an input allocates no more than a small multiple of it.
final class Allocation {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /// Buffers that are there once, for each connection or file, and exceptions with their stack traces.
    private static final long ONCE = 1 << 20;

    private static final int ATTEMPTS = 3;

    /// How many times as much may be allocated, for a run in which the code that is tested is instrumented.
    private static final int FACTOR = Integer.getInteger("fuzz.allowance", 1);

    /// A request of 8 bytes becomes a handful of objects, and some text where it is not understood.
    private static final long PER_BYTE = 200;

    private Allocation() {}

    /// Runs the reading, more than once if it seems to allocate too much: the first time it loads classes,
    /// and a fuzzer instruments them.
    ///
    /// @param reading may be run several times
    static void check(int inputLength, Runnable reading) {
        long allocated = 0;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            reading.run();
            allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
            if (allocated <= FACTOR * (ONCE + PER_BYTE * inputLength)) {
                return;
            }
        }
        throw new AssertionError(allocated + " bytes were allocated for an input of " + inputLength);
    }
}
