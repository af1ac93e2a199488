package dev.puce.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.puce.pcsc.CallSink;
import dev.puce.pcsc.TracedCall;
import dev.puce.testkit.Calls;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class AsyncSinkTest {
    /// Keeps what it gets, until a call that it refuses.
    private static final class Kept implements CallSink {
        final List<Long> sequences = new ArrayList<>();
        final long refused;
        boolean closed;

        Kept(long refused) {
            this.refused = refused;
        }

        @Override
        public void accept(TracedCall call) throws IOException {
            if (call.sequence() == refused) {
                throw new IOException("no space left");
            }
            sequences.add(call.sequence());
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    private static void handOver(CallSink sink, long count) throws IOException {
        try (var calls = AsyncSink.to(sink)) {
            for (long i = 0; i < count; i++) {
                calls.accept(Calls.transmit(i, "00A4040000", "9000"));
            }
        }
    }

    @Test
    void all_calls_arrive_in_order_before_it_is_closed() throws IOException {
        for (long count : new long[] {0, 1, 255, 256, 257, 10_000}) {
            var kept = new Kept(-1);
            handOver(kept, count);
            assertThat(kept.sequences)
                    .isEqualTo(LongStream.range(0, count).boxed().toList());
            assertThat(kept.closed).isTrue();
        }
    }

    @Test
    void a_failure_comes_back_whenever_it_happens_and_the_sink_is_closed() {
        for (long refused : new long[] {0, 300, 9_999}) {
            var kept = new Kept(refused);
            assertThatThrownBy(() -> handOver(kept, 10_000))
                    .isInstanceOf(IOException.class)
                    .hasMessage("no space left")
                    .hasNoSuppressedExceptions();
            assertThat(kept.sequences).hasSize((int) refused);
            assertThat(kept.closed).isTrue();
        }
    }

    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void an_error_comes_back_whenever_it_happens_and_no_thread_waits() {
        for (long last : new long[] {0, 300, 9_999}) {
            var error = new OutOfMemoryError("as if");
            CallSink sink = new CallSink() {
                @Override
                public void accept(TracedCall call) {
                    if (call.sequence() == last) {
                        throw error;
                    }
                }

                @Override
                public void close() {}
            };
            assertThatThrownBy(() -> handOver(sink, 10_000)).isSameAs(error);
            assertThatThrownBy(() -> handOver(sink, last + 1)).isSameAs(error);
        }
    }
}
