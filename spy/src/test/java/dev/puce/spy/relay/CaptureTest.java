package dev.puce.spy.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.pcsc.Caller;
import dev.puce.spy.TraceEvent;
import dev.puce.spy.TraceListener;
import dev.puce.testkit.Blocking;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class CaptureTest {
    /// Blocks until the test continues it.
    private static final class BlockedListener implements TraceListener {
        final CountDownLatch continues = new CountDownLatch(1);

        @Override
        public void accept(TraceEvent event) {
            Blocking.until(continues);
        }

        @Override
        public void close() {}
    }

    @Test
    void close_does_not_wait_for_a_blocked_listener() throws Exception {
        var listener = new BlockedListener();
        var capture = Capture.start(listener, UnaryOperator.identity(), 0, Capture.DEFAULT_MEMORY_BYTES);
        capture.opened(Caller.UNKNOWN, 0, capture.newBuffer());
        capture.close(Duration.ofMillis(1));
        assertThat(capture.hasEnded()).isFalse();
        listener.continues.countDown();
        capture.close();
        assertThat(capture.hasEnded()).isTrue();
    }
}
