package dev.puce.spy.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.pcsc.Caller;
import dev.puce.testkit.Blocking;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class CaptureTest {
    /// Stands still until the test lets it go.
    private static final class Still extends SilentListener {
        final CountDownLatch moves = new CountDownLatch(1);

        @Override
        public void opened(Caller caller, long nanos) {
            Blocking.until(moves);
        }
    }

    @Test
    void its_end_waits_for_a_listener_but_not_for_one_that_stands_still() {
        var listener = new Still();
        var capture = Capture.start(listener, Capture.DEFAULT_MEMORY_BYTES);
        capture.opened(Caller.UNKNOWN, 0, capture.newBuffer());
        capture.close(Duration.ofMillis(1));
        assertThat(capture.hasEnded()).isFalse();
        listener.moves.countDown();
        capture.close();
        assertThat(capture.hasEnded()).isTrue();
    }
}
