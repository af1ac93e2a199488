package dev.puce.spy.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.spy.TraceEvent;
import dev.puce.spy.TraceListener;
import dev.puce.testkit.Blocking;
import dev.puce.trace.redaction.Redaction;
import dev.puce.trace.redaction.Redactor;
import dev.puce.trace.session.MessagingKeys;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class LiveTraceTest {
    private final CountDownLatch continues = new CountDownLatch(1);
    private final CountDownLatch reported = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);

    private final class Blocked implements TraceListener {
        @Override
        public void accept(TraceEvent event) {
            Blocking.until(continues);
        }

        @Override
        public void close() {}
    }

    private final class Working implements TraceListener {
        @Override
        public void accept(TraceEvent event) {
            if (event instanceof TraceEvent.Incident incident
                    && incident.text().startsWith("the rest of the trace was dropped")) {
                reported.countDown();
            }
        }

        @Override
        public void close() {
            closed.countDown();
        }
    }

    @Test
    void a_blocked_output_does_not_keep_the_others_from_closing() throws Exception {
        var outputs = List.of(new Blocked(), new Working());
        var trace = new LiveTrace(MessagingKeys.NONE, new Redactor(Redaction.FULL), outputs, false, System.nanoTime());
        trace.closeWhileBlocked(Duration.ofMillis(1));
        reported.await();
        closed.await();
        assertThat(continues.getCount()).as("the other one is still blocked").isOne();
        continues.countDown();
    }
}
