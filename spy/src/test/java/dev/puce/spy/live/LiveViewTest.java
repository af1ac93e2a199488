package dev.puce.spy.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.Call;
import dev.puce.pcsc.CallSink;
import dev.puce.pcsc.Caller;
import dev.puce.pcsc.Pci;
import dev.puce.pcsc.Protocol;
import dev.puce.pcsc.TracedCall;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.function.LongFunction;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class LiveViewTest {
    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();

    @Test
    void what_there_is_no_memory_for_is_counted_and_the_rest_shown() throws Exception {
        var view = LiveView.start(
                shown,
                out -> new CallSink() {
                    @Override
                    public void accept(TracedCall call) throws IOException {
                        out.write(("call " + call.sequence()).getBytes(StandardCharsets.UTF_8));
                        if (call.sequence() == 2 || call.sequence() == 3) {
                            throw new OutOfMemoryError("as if");
                        }
                        out.write('\n');
                        out.flush();
                    }

                    @Override
                    public void close() {}
                },
                LiveView.Level.CALLS,
                UnaryOperator.identity());
        for (int i = 1; i <= 4; i++) {
            view.call(RecorderTest.call(i));
        }
        view.close();
        assertThat(shown.toString(StandardCharsets.UTF_8)).isEqualTo("""
                        call 1
                        ** 1 call is not shown here: puce had no memory left
                        ** 1 call is not shown here: puce had no memory left
                        call 4
                        """);
    }

    @Test
    void shows_calls_and_incidents_in_order() throws Exception {
        var view = view(shown);
        view.call(RecorderTest.call(1));
        view.incident(Caller.UNKNOWN, 1_500_000_000, "something happened");
        view.call(RecorderTest.call(2));
        view.close();
        assertThat(shown.toString(StandardCharsets.UTF_8))
                .isEqualTo("call 1\n   1.500000  ** something happened\ncall 2\nend\n");
    }

    @Test
    void a_terminal_that_stands_still_costs_calls_and_says_how_many() throws Exception {
        assertThat(shownOf(20_000, RecorderTest::call)).isEqualTo(1 + 16 * 1024); // what waits in the queue
    }

    @Test
    void large_calls_wait_in_smaller_numbers() throws Exception {
        var command = Bytes.of(new byte[65_000]);
        assertThat(shownOf(1000, sequence -> transmit(sequence, command))).isBetween(120L, 140L); // 8 MiB
    }

    private static TracedCall transmit(long sequence, Bytes command) {
        return new TracedCall(
                sequence,
                Caller.UNKNOWN,
                sequence * 1000,
                new Call.Transmit(1, Pci.of(Protocol.T1), command, OptionalLong.empty()),
                Optional.empty());
    }

    /// How many calls of those are shown that come while the terminal stands still; it says how many are not.
    private long shownOf(int calls, LongFunction<TracedCall> call) throws Exception {
        var standsStill = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        var view = view(new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                try {
                    standsStill.countDown();
                    goOn.await();
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
                shown.write(bytes, offset, length);
            }
        });
        view.call(call.apply(1));
        standsStill.await();
        for (int i = 2; i <= calls; i++) {
            view.call(call.apply(i)); // returns at once
        }
        goOn.countDown();
        view.close();
        var text = shown.toString(StandardCharsets.UTF_8);
        long seen = text.lines().filter(line -> line.startsWith("call ")).count();
        var skipped = Pattern.compile("\\*\\* (\\d+) calls are not shown")
                .matcher(text)
                .results()
                .mapToLong(match -> Long.parseLong(match.group(1)))
                .sum();
        assertThat(skipped).isPositive();
        assertThat(seen + skipped).isEqualTo(calls);
        return seen;
    }

    @Test
    void a_terminal_that_has_gone_is_no_reason_to_stop() throws Exception {
        var view = view(new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("Input/output error");
            }
        });
        for (int i = 1; i <= 1000; i++) {
            view.call(RecorderTest.call(i));
        }
        view.close();
    }

    private static LiveView view(OutputStream stream) throws IOException {
        return LiveView.start(stream, Lines::new, LiveView.Level.CALLS, UnaryOperator.identity());
    }

    /// A view for tests.
    private record Lines(OutputStream out) implements CallSink {
        @Override
        public void accept(TracedCall call) throws IOException {
            print("call " + call.sequence());
        }

        @Override
        public void close() throws IOException {
            print("end");
        }

        private void print(String line) throws IOException {
            out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
            out.flush();
        }
    }
}
