package dev.puce.spy.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class ProcessorYieldTest {
    private final AtomicLong clock = new AtomicLong();
    private final AtomicInteger yields = new AtomicInteger();
    private long taken;
    private final ProcessorYield yielding = new ProcessorYield(this::otherThreadsRun, clock::get);

    private void otherThreadsRun() {
        yields.incrementAndGet();
        clock.addAndGet(taken);
    }

    @Test
    void yields_after_every_piece_of_work_to_quick_threads() {
        taken = ProcessorYield.LONG_YIELD_NANOS;
        yielding.yieldAfterWork();
        yielding.yieldAfterWork();
        assertThat(yields).hasValue(2);
    }

    @Test
    void works_for_as_long_as_another_thread_kept_the_processor() {
        taken = ProcessorYield.LONG_YIELD_NANOS + 1;
        yielding.yieldAfterWork();
        clock.addAndGet(taken - 1);
        yielding.yieldAfterWork();
        assertThat(yields).hasValue(1);
        clock.addAndGet(1);
        yielding.yieldAfterWork();
        assertThat(yields).hasValue(2);
    }
}
