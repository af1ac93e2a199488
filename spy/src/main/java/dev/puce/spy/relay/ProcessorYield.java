package dev.puce.spy.relay;

import java.util.function.LongSupplier;

/// Yields the processor between two pieces of background work. For one thread.
///
/// On a busy machine the spied program or its daemon may have to run on our processor. Without a yield it would
/// wait for the scheduler's next tick, up to 4 ms. A program that computes without a pause keeps the processor
/// until then. A thread that yields to such a program after every few microseconds would never finish, so it
/// works on for as long as the other program took. Benchmark: `bench/spy-speed`.
public final class ProcessorYield {
    /// A yield that takes longer shows that another thread keeps the processor. A call of the spied program is
    /// shorter.
    static final long LONG_YIELD_NANOS = 1_000_000;

    private final Runnable yielding;
    private final LongSupplier clock;
    private long workUntil;

    /// Yields with [#yieldNow()].
    public ProcessorYield() {
        this(ProcessorYield::yieldNow, System::nanoTime);
    }

    ProcessorYield(Runnable yielding, LongSupplier clock) {
        this.yielding = yielding;
        this.clock = clock;
        workUntil = clock.getAsLong();
    }

    /// Yields, unless the last yield was long and this thread has not worked for as long since. To be called after
    /// every piece of work.
    public void yieldAfterWork() {
        long before = clock.getAsLong();
        if (before - workUntil < 0) {
            return;
        }
        yielding.run();
        long now = clock.getAsLong();
        long taken = now - before;
        if (taken > LONG_YIELD_NANOS) {
            workUntil = now + taken;
        }
    }

    /// Yields without conditions: `sched_yield(2)`.
    @SuppressWarnings("ThreadPriorityCheck") // affects only how long other threads wait
    public static void yieldNow() {
        Thread.yield();
    }
}
