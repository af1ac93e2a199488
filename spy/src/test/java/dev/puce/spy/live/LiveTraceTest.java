package dev.puce.spy.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.pcsc.Caller;
import dev.puce.pcsc.TracedCall;
import dev.puce.trace.redaction.Redaction;
import dev.puce.trace.redaction.Redactor;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class LiveTraceTest {
    private final CountDownLatch moves = new CountDownLatch(1);
    private final CountDownLatch told = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);

    private final class Still implements TraceOutput {
        @Override
        public void call(TracedCall call) {}

        @Override
        public void incident(Caller caller, long nanos, String what) {
            try {
                moves.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void close() {}
    }

    private final class Ending implements TraceOutput {
        @Override
        public void call(TracedCall call) {}

        @Override
        public void incident(Caller caller, long nanos, String what) {
            if (what.startsWith("gave up")) {
                told.countDown();
            }
        }

        @Override
        public void close() {
            closed.countDown();
        }
    }

    @Test
    void an_output_that_stands_still_keeps_none_of_the_others_from_its_end() throws Exception {
        var outputs = List.<TraceOutput>of(new Still(), new Ending());
        var trace = new LiveTrace(new Redactor(Redaction.FULL), outputs, false, System.nanoTime());
        trace.giveUp(Duration.ofMillis(1));
        told.await();
        closed.await();
        assertThat(moves.getCount()).as("it stands still").isOne();
        moves.countDown();
    }
}
