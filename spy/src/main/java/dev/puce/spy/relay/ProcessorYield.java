package dev.puce.spy.relay;

import java.util.function.LongSupplier;

/// Lets others have the processor between two pieces of work that nobody waits for, unless they keep it. For one
/// thread.
///
/// The program that is spied on, or its daemon, may have to run where we are; without this it would wait until the
/// scheduler's next tick, which may be 4 ms away. A program that computes without a pause keeps the processor until
/// then, and whoever gave way to it after every few microseconds of work would never finish: we work on for as long as
/// it has taken.
public final class ProcessorYield {
    /// What others have taken if they keep the processor; a call of the spied program takes less.
    static final long KEPT_NANOS = 1_000_000;

    private final Runnable yielding;
    private final LongSupplier clock;
    private long workUntil;

    /// Gives way with [#yieldProcessor()].
    public ProcessorYield() {
        this(ProcessorYield::yieldProcessor, System::nanoTime);
    }

    ProcessorYield(Runnable yielding, LongSupplier clock) {
        this.yielding = yielding;
        this.clock = clock;
        workUntil = clock.getAsLong();
    }

    /// To be called after every piece of work.
    public void giveWay() {
        long before = clock.getAsLong();
        if (before - workUntil < 0) {
            return;
        }
        yielding.run();
        long now = clock.getAsLong();
        long taken = now - before;
        if (taken > KEPT_NANOS) {
            workUntil = now + taken;
        }
    }

    /// `sched_yield(2)`, whatever others take.
    @SuppressWarnings("ThreadPriorityCheck") // nothing depends on the yield but how long others wait
    public static void yieldProcessor() {
        Thread.yield();
    }
}
