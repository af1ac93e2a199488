package dev.puce.spy.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class ProcessorYieldTest {
    private final AtomicLong clock = new AtomicLong();
    private final AtomicInteger yields = new AtomicInteger();
    private long taken;
    private final ProcessorYield givingWay = new ProcessorYield(this::othersRun, clock::get);

    private void othersRun() {
        yields.incrementAndGet();
        clock.addAndGet(taken);
    }

    @Test
    void gives_way_every_time_to_those_who_are_quick() {
        taken = ProcessorYield.KEPT_NANOS;
        givingWay.giveWay();
        givingWay.giveWay();
        assertThat(yields).hasValue(2);
    }

    @Test
    void works_as_long_as_somebody_kept_the_processor_and_gives_way_again() {
        taken = ProcessorYield.KEPT_NANOS + 1;
        givingWay.giveWay();
        clock.addAndGet(taken - 1);
        givingWay.giveWay();
        assertThat(yields).hasValue(1);
        clock.addAndGet(1);
        givingWay.giveWay();
        assertThat(yields).hasValue(2);
    }
}
