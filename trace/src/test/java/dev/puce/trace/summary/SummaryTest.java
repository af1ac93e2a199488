package dev.puce.trace.summary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import dev.puce.pcsc.Call;
import dev.puce.pcsc.Result;
import dev.puce.pcsc.ReturnCode;
import dev.puce.pcsc.TracedCall;
import dev.puce.testkit.Calls;
import dev.puce.trace.render.Palette;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

final class SummaryTest {
    private static final int WIDE = 200;

    @Test
    void tables_fit_the_terminal() {
        var summary = new Summary();
        for (int i = 0; i < 100; i++) {
            summary.accept(Calls.transmit(i, "00A4040005A000000308", i % 2 == 0 ? "6A82" : "6985"));
        }
        summary.close();
        for (int width : new int[] {40, 60, 80, 120}) {
            assertThat(SummaryText.of(summary, Palette.NONE, width).lines().skip(1))
                    .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(width));
        }
    }

    @Test
    void counts_functions_readers_and_instructions_with_their_errors() {
        var summary = new Summary();
        summary.accept(Calls.connect(1, "Reader 00 00"));
        summary.accept(Calls.transmit(2, "00A4040005A000000308", "6A82"));
        summary.accept(Calls.transmit(3, "00A4040005A000000308", "9000"));
        summary.accept(Calls.transmit(4, "002000800431323334", "63C2"));
        summary.accept(Calls.traced(5, new Call.Status(Calls.CARD), ReturnCode.RESET_CARD, Result.NONE));
        summary.close();

        assertThat(summary.all().calls()).isEqualTo(5);
        assertThat(summary.all().totalNanos()).isEqualTo(5 * 400_000);
        assertThat(summary.functions())
                .extracting(CallStatistics::name, CallStatistics::calls)
                .containsExactlyInAnyOrder(
                        tuple("SCardTransmit", 3L), tuple("SCardConnect", 1L), tuple("SCardStatus", 1L));
        assertThat(summary.readers()).singleElement().satisfies(reader -> {
            assertThat(reader.name()).isEqualTo("Reader 00 00");
            assertThat(reader.calls()).isEqualTo(5);
            assertThat(reader.errors()).containsExactly(Map.entry("SCARD_W_RESET_CARD", 1L));
        });
        assertThat(summary.instructions().getFirst().name()).isEqualTo("00 A4 SELECT");
        assertThat(summary.instructions().getFirst().errors()).containsExactly(Map.entry("6A82", 1L));
        assertThat(SummaryText.of(summary, Palette.NONE, WIDE))
                .startsWith("5 calls of 1 process in 4.40 ms, 2.00 ms of it inside PC/SC\n")
                .contains("00 20 VERIFY")
                .contains("1 63C2");
    }

    @Test
    void unknown_durations_are_not_counted() {
        var summary = new Summary();
        Calls.ofForeignLogs().subList(0, 10).forEach(summary::accept);
        summary.accept(Calls.ofForeignLogs().getLast());
        assertThat(summary.all().calls()).isEqualTo(10);
        assertThat(summary.all().hasDurations()).isFalse();
        assertThat(summary.all().errors()).isEmpty();
        assertThat(summary.hasSpan()).isFalse();
        assertThat(summary.readers()).isEmpty();
        assertThat(SummaryText.of(summary, Palette.NONE, WIDE))
                .startsWith("10 calls\n")
                .contains("2      ?      ?       ?    ?    ?");
    }

    @Test
    void percentiles_are_right_to_a_hundredth() {
        long seed = RandomGenerator.getDefault().nextLong();
        var random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        var histogram = new DurationHistogram();
        var durations = new long[10_000];
        for (int i = 0; i < durations.length; i++) {
            durations[i] = (long) Math.exp(random.nextDouble(3, 25));
            histogram.add(durations[i]);
        }
        Arrays.sort(durations);
        for (double share : new double[] {0.01, 0.5, 0.9, 0.99, 1.0}) {
            long exact = durations[(int) Math.ceil(share * durations.length) - 1];
            assertThat((double) histogram.percentile(share))
                    .as("seed %d, share %s", seed, share)
                    .isCloseTo((double) exact, within(exact * 0.01 + 1));
        }
    }

    @Test
    void memory_is_bounded_whatever_comes() {
        var summary = new Summary();
        for (int i = 0; i < 5000; i++) {
            summary.accept(Calls.transmit(i, "%02X%02X0000".formatted(i % 256, i / 256 + 1), "9000"));
        }
        assertThat(summary.instructions()).hasSizeLessThan(520);
        assertThat(summary.instructions().stream()
                        .mapToLong(CallStatistics::calls)
                        .sum())
                .isEqualTo(5000);
    }

    @Test
    void summaries_of_two_traces_add_up_also_after_serialization() throws Exception {
        var calls = Calls.ofEveryFunction();
        var both = new Summary();
        both.add(copied(summary(calls)));
        both.add(copied(summary(calls.subList(0, 5))));
        assertThat(both.all().calls()).isEqualTo(calls.size() + 5);
        assertThat(both.functions().stream().mapToLong(CallStatistics::calls).sum())
                .isEqualTo(calls.size() + 5);
        assertThat(both.spanNanos())
                .isEqualTo(summary(calls).spanNanos()
                        + summary(calls.subList(0, 5)).spanNanos());
        assertThat(both.processes()).isEqualTo(2);
        var one = new Summary();
        one.add(summary(calls));
        assertThat(SummaryText.of(one, Palette.NONE, WIDE))
                .isEqualTo(SummaryText.of(summary(calls), Palette.NONE, WIDE));
    }

    private static Summary summary(List<TracedCall> calls) {
        var summary = new Summary();
        calls.forEach(summary::accept);
        return summary;
    }

    private static Summary copied(Summary summary) throws Exception {
        var bytes = new ByteArrayOutputStream();
        try (var out = new ObjectOutputStream(bytes)) {
            out.writeObject(summary);
        }
        try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return (Summary) in.readObject();
        }
    }

    @Test
    void nothing_to_count_is_said() {
        assertThat(SummaryText.of(new Summary(), Palette.NONE, WIDE)).isEqualTo("no calls\n");
    }
}
