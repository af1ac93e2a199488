package dev.puce.spy.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.Call;
import dev.puce.pcsc.CallSink;
import dev.puce.pcsc.Caller;
import dev.puce.pcsc.Pci;
import dev.puce.pcsc.Protocol;
import dev.puce.pcsc.Protocols;
import dev.puce.pcsc.ShareMode;
import dev.puce.pcsc.TracedCall;
import dev.puce.spy.TraceEvent;
import dev.puce.spy.WaitingCall;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
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
    void shows_calls_and_incidents_in_order() throws Exception {
        var view = view(shown);
        view.accept(RecorderTest.event(1));
        view.accept(new TraceEvent.Incident(Caller.UNKNOWN, 1_500_000_000, "something happened"));
        view.accept(RecorderTest.event(2));
        view.close();
        assertThat(shown.toString(StandardCharsets.UTF_8))
                .isEqualTo("call 1\n   1.500000  ** something happened\ncall 2\nend\n");
    }

    @Test
    void waiting_call_is_one_line_elsewhere_than_on_a_terminal() throws Exception {
        var view = view(shown);
        view.accept(new TraceEvent.Waiting(List.of(waiting()), 1_100_000_000));
        view.accept(new TraceEvent.Waiting(List.of(waiting()), 2_100_000_000));
        view.accept(new TraceEvent.Waiting(List.of(), 3_100_000_000L));
        view.close();
        assertThat(shown.toString(StandardCharsets.UTF_8))
                .isEqualTo("   1.100000  b[2]:2  ** waits for a[1] (transaction since 0.020): SCardConnect to Reader,"
                        + " shared\nend\n");
    }

    @Test
    void waiting_call_is_the_last_line_of_a_terminal_until_a_row_comes() throws Exception {
        var view =
                LiveView.start(shown, Lines::new, LiveView.Level.CALLS, UnaryOperator.identity(), OptionalInt.of(40));
        view.accept(new TraceEvent.Waiting(List.of(waiting()), 1_100_000_000));
        view.accept(new TraceEvent.Waiting(List.of(waiting()), 1_200_000_000));
        view.accept(new TraceEvent.Waiting(List.of(waiting()), 2_100_000_000));
        view.accept(RecorderTest.event(1));
        view.close();
        assertThat(shown.toString(StandardCharsets.UTF_8))
                .isEqualTo("1 s  b[2] waits for a[1] (transaction …\r"
                        + "\u001B[K2 s  b[2] waits for a[1] (transaction …\r"
                        + "\u001B[Kcall 1\nend\n");
    }

    private static WaitingCall waiting() {
        return new WaitingCall(
                WaitsTest.B,
                new Call.Connect(1, "Reader", ShareMode.SHARED, Protocols.ANY),
                30_000_000,
                "Reader",
                Optional.of(new WaitingCall.Holder(WaitsTest.A, false, 20_000_000)));
    }

    @Test
    void blocked_terminal_skips_calls_and_reports_their_number() throws Exception {
        assertThat(shownOf(20_000, RecorderTest::call)).isEqualTo(1 + 16 * 1024); // the size of the queue
    }

    @Test
    void queue_holds_fewer_large_calls() throws Exception {
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

    /// Number of calls that are shown although the terminal blocks meanwhile. The view reports the number of the
    /// others.
    private long shownOf(int calls, LongFunction<TracedCall> call) throws Exception {
        var blocks = new CountDownLatch(1);
        var continues = new CountDownLatch(1);
        var view = view(new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                try {
                    blocks.countDown();
                    continues.await();
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
                shown.write(bytes, offset, length);
            }
        });
        view.accept(new TraceEvent.Called(call.apply(1)));
        blocks.await();
        for (int i = 2; i <= calls; i++) {
            view.accept(new TraceEvent.Called(call.apply(i))); // returns at once
        }
        continues.countDown();
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
    void view_outlives_its_terminal() throws Exception {
        var view = view(new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("Input/output error");
            }
        });
        for (int i = 1; i <= 1000; i++) {
            view.accept(RecorderTest.event(i));
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
