package dev.puce.spy.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.pcsc.Caller;
import dev.puce.spy.ConnectionEnd;
import dev.puce.spy.TraceEvent;
import dev.puce.spy.TraceListener;
import dev.puce.testkit.Await;
import dev.puce.testkit.Blocking;
import dev.puce.wire.Direction;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
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

    /// Redacting long command lines of many connections takes longer than a listener may block.
    @Test
    void opened_connections_are_progress() throws Exception {
        var continues = new CountDownLatch(1);
        var opened = new AtomicInteger();
        Capture.Decoders decoders = (_, _) -> {
            if (opened.incrementAndGet() == 2) {
                Blocking.until(continues);
            }
            return new IgnoredBytes();
        };
        var capture =
                Capture.start(new IgnoringListener(), decoders, 0, Capture.DEFAULT_MEMORY_BYTES, Integer.MAX_VALUE);
        capture.opened(Caller.UNKNOWN, 0, capture.newBuffer());
        capture.opened(Caller.UNKNOWN, 0, capture.newBuffer());
        Await.until("the second connection is being opened", () -> opened.get() == 2);
        assertThat(capture.progress()).isEqualTo(1);
        continues.countDown();
        capture.close();
        assertThat(capture.progress()).isEqualTo(2);
    }

    private static final class IgnoringListener implements TraceListener {
        @Override
        public void accept(TraceEvent event) {}

        @Override
        public void close() {}
    }

    private static final class IgnoredBytes implements CapturedBytes {
        @Override
        public void passed(Direction direction, long nanos, ByteBuffer bytes) {}

        @Override
        public void dropped(long nanos, long bytes) {}

        @Override
        public void ended(ConnectionEnd end, long nanos, String detail) {}
    }
}
